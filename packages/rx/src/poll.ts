/** `poll`: the same request again and again, on a grid of time. */
import { objectRule } from '@sockio/core'
import { type CallOptions, checkAsked, checkPoll, type DecodeOptions, shownOf } from '@sockio/node'
import type { Observable, ObservableInput, ObservedValueOf } from 'rxjs'
import type { Session } from './session.ts'
import { type ClockOptions, ticking } from './ticking.ts'

/** Options of `poll()`: those of each query, and a clock. */
export interface PollOptions extends CallOptions, ClockOptions {}

/**
 * Asks at once and then every `period` ms, and gives the replies. The ticks lie on a grid that begins with the
 * subscription, so errors of the timer don't add up. A request never overlaps the one before: when the instrument is
 * slow, the ticks that it has missed are skipped, not made up for. The first request that fails ends it: `retry()`
 * begins a new grid.
 *
 * @param sock a socket, or the session of a hook or of a transaction
 * @param request the text to query, or a function that makes what is subscribed to at each tick
 * @param period in ms, more than 0
 * @throws {TypeError | RangeError} that names a wrong `sock`, `request` or `period`
 *
 * @example
 * poll(sock, 'MEAS:VOLT?', 100, { as: number() }).subscribe((volts) => console.log(volts))
 * poll(sock, (s) => s.writeReadBlock('WAV:DATA?\n'), 1000).subscribe((waveform) => console.log(waveform.length))
 */
export function poll<T>(
  sock: Pick<Session, 'query'>,
  request: string,
  period: number,
  options: PollOptions & DecodeOptions<T>,
): Observable<T>
/**
 * Asks at once and then every `period` ms, and gives the replies as text. No request overlaps the one before, and
 * ticks that were missed are skipped. The first request that fails ends it.
 */
export function poll(
  sock: Pick<Session, 'query'>,
  request: string,
  period: number,
  options?: PollOptions,
): Observable<string>
/**
 * Runs `request` at once and then every `period` ms, and gives what it comes to. No run overlaps the one before,
 * and ticks that were missed are skipped. The first that fails ends it.
 */
export function poll<S, O extends ObservableInput<unknown>>(
  sock: S,
  request: (sock: S) => O,
  period: number,
  options?: ClockOptions,
): Observable<ObservedValueOf<O>>
export function poll<S extends Pick<Session, 'query'>>(
  sock: S,
  request: string | ((sock: S) => ObservableInput<unknown>),
  period: number,
  options: PollOptions = {},
): Observable<unknown> {
  objectRule(options, 'options')
  const { scheduler, ...others } = options
  checkPoll(request, period)
  checkAsked(sock, request)
  const ask = typeof request === 'function' ? () => request(sock) : () => sock.query(request, others)
  return ticking(ask, period, scheduler, () => shownOf(sock), options.signal)
}
