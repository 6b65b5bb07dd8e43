/** `poll`: the same request again and again, on a grid of time. */
import {
  type CallOptions,
  checkAsked,
  checkPoll,
  type DecodeOptions,
  type Readings,
  readings,
  shownOf,
} from '@sockio/node'
import type { Session } from './session.ts'

/**
 * Asks at once and then every `period` ms, and gives the replies. The ticks lie on a grid that begins with the first, so
 * errors of the timer don't add up. A request never overlaps the one before: ticks that a slow instrument, or a slow loop,
 * has missed are skipped, not made up for. The first request that fails ends it with its error.
 *
 * @param sock a socket, or the session of a hook or of a transaction
 * @param request the text to query, or a function that asks
 * @param period in ms, more than 0
 * @param options of each query; with `as` it gives values
 * @throws {TypeError | RangeError} that names a wrong `sock`, `request` or `period`
 *
 * @example
 * for await (const volts of poll(sock, 'MEAS:VOLT?', 100, { as: number() })) console.log(volts)
 * for await (const waveform of poll(sock, (s) => s.writeReadBlock('WAV:DATA?\n'), 1000)) console.log(waveform.length)
 */
export function poll<T>(
  sock: Pick<Session, 'query'>,
  request: string,
  period: number,
  options: DecodeOptions<T>,
): Readings<T>
/**
 * Asks at once and then every `period` ms, and gives the replies as text. No request overlaps the one before, and
 * ticks that were missed are skipped. The first request that fails ends it.
 */
export function poll(
  sock: Pick<Session, 'query'>,
  request: string,
  period: number,
  options?: CallOptions,
): Readings<string>
/**
 * Runs `request` at once and then every `period` ms, and gives what it comes to. No run overlaps the one before,
 * and ticks that were missed are skipped. The first that fails ends it.
 */
export function poll<S, T>(sock: S, request: (sock: S) => T | PromiseLike<T>, period: number): Readings<T>
export function poll<S extends Pick<Session, 'query'>>(
  sock: S,
  request: string | ((sock: S) => unknown),
  period: number,
  options?: CallOptions,
): Readings<unknown> {
  checkPoll(request, period)
  checkAsked(sock, request)
  const once = () => (typeof request === 'function' ? request(sock) : sock.query(request, options))
  return readings(once, period, options?.signal, () => shownOf(sock))
}
