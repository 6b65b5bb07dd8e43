/** `poll`: the same request again and again, on a grid of time. */
import { checkAsked } from '@sockio/node'
import { type Duration, Effect, type Stream } from 'effect'
import type { CallOptions, DecodeOptions } from './call-options.ts'
import type { LimitOverrunError } from './errors.ts'
import type { Aborted, ReadError, SessionError, Undecoded } from './failures.ts'
import { type None, Session, type Value } from './session.ts'
import type { TcpShape } from './tcp.ts'
import { ticking } from './ticking.ts'

/**
 * Asks at once and then every `period`, and gives the replies. The ticks lie on a grid that begins with the run of the
 * stream, so errors of the timer don't add up. A request never overlaps the one before: ticks that a slow instrument, or a
 * slow consumer, has missed are skipped, not made up for. The first request that fails ends it with its error. A
 * `TestClock` moves it.
 *
 * @param tcp the service, or the session of a hook or of a transaction
 * @param request the text to query, or a function that makes the effect to be run at each tick
 * @param period a duration, or a number of ms, more than 0; another is a defect, a TypeError or RangeError
 * @param options of each query; with `as` it gives values
 *
 * @example
 * poll(tcp, 'MEAS:VOLT?', '100 millis', { as: number() }).pipe(Stream.runForEach(Console.log))
 * poll(tcp, (tcp) => tcp.writeReadBlock('WAV:DATA?\n'), '1 second').pipe(Stream.take(10), Stream.runCollect)
 */
export function poll<const O extends CallOptions | DecodeOptions<unknown> = None>(
  tcp: Pick<Session, 'query'>,
  request: string,
  period: Duration.Input,
  options?: O,
): Stream.Stream<Value<O, string>, SessionError | LimitOverrunError | Undecoded<O> | Aborted<O>>
/**
 * Asks at once and then every `period`, and gives the replies, or with `as` their values. No request overlaps the one before,
 * and ticks that were missed are skipped. The first request that fails ends it.
 */
export function poll<const O extends CallOptions | DecodeOptions<unknown> = None>(
  tcp: Pick<TcpShape, 'query'>,
  request: string,
  period: Duration.Input,
  options?: O,
): Stream.Stream<Value<O, string>, ReadError | LimitOverrunError | Undecoded<O> | Aborted<O>>
/**
 * Runs `request` at once and then every `period`, and gives what it comes to. No run overlaps the one before,
 * and ticks that were missed are skipped. The first that fails ends it.
 */
export function poll<S, A, E, R>(
  tcp: S,
  request: (tcp: S) => Effect.Effect<A, E, R>,
  period: Duration.Input,
): Stream.Stream<A, E, R>
export function poll<S extends Pick<Session, 'query'>>(
  tcp: S,
  request: string | ((tcp: S) => Effect.Effect<unknown, unknown, unknown>),
  period: Duration.Input,
  options?: CallOptions,
): Stream.Stream<unknown, unknown, unknown> {
  const once = Effect.suspend(() => {
    checkAsked(tcp, request)
    return typeof request === 'function' ? request(tcp) : tcp.query(request, options)
  })
  return ticking(request, once, period, () => Session.shown(tcp), options?.signal)
}
