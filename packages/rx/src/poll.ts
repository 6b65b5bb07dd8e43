/** `poll`: the same request again and again, on a grid of time. */
import type { CallOptions } from '@sockio/node'
import {
  asyncScheduler,
  defer,
  type Observable,
  type ObservableInput,
  type ObservedValueOf,
  repeat,
  type SchedulerLike,
  timer,
} from 'rxjs'
import { cold } from './cold.ts'
import type { Session } from './session.ts'

/** Options of `poll()`: those of each query, and a clock. */
export interface PollOptions extends CallOptions {
  /** Where time comes from. Default: `asyncScheduler`, on a clock that nobody sets. */
  readonly scheduler?: SchedulerLike | undefined
}

/**
 * Asks at once and then every `period` ms, and gives the replies. The ticks lie on a grid that begins with the
 * subscription, so errors of the timer don't add up. A request never overlaps the one before: when the instrument is
 * slow, the ticks that it has missed are skipped, not made up for. The first request that fails ends it: `retry()`
 * begins a new grid.
 *
 * @param request the text to query, or a function that makes what is subscribed to at each tick
 * @param period in ms, more than 0
 * @throws {TypeError | RangeError} that names a wrong `period`
 *
 * @example
 * poll(sock, 'MEAS:VOLT?', 100, { timeout: 1000 }).pipe(map(Number)).subscribe((volts) => console.log(volts))
 * poll(sock, (s) => s.writeReadBlock('WAV:DATA?\n'), 1000).subscribe((waveform) => console.log(waveform.length))
 */
export function poll(
  sock: Pick<Session, 'query'>,
  request: string,
  period: number,
  options?: PollOptions,
): Observable<string>
export function poll<S, O extends ObservableInput<unknown>>(
  sock: S,
  request: (sock: S) => O,
  period: number,
  options?: Pick<PollOptions, 'scheduler'>,
): Observable<ObservedValueOf<O>>
export function poll<S extends Pick<Session, 'query'>>(
  sock: S,
  request: string | ((sock: S) => ObservableInput<unknown>),
  period: number,
  { scheduler, ...options }: PollOptions = {},
): Observable<unknown> {
  if (typeof period !== 'number') throw new TypeError(`period: expected a number in ms, got ${typeof period}`)
  if (!(period > 0 && period < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`period: expected a number of ms above 0, got ${period}`)
  }
  const ask = typeof request === 'function' ? () => request(sock) : () => sock.query(request, options)
  const now = scheduler === undefined ? () => performance.now() : () => scheduler.now()
  return cold((subscriber) => {
    const start = now()
    let tick = 0
    const delay = () => {
      const time = now()
      tick = Math.max(tick + 1, Math.ceil((time - start) / period)) // a timer that rang early must not ring twice
      return timer(start + tick * period - time, scheduler ?? asyncScheduler)
    }
    return defer(ask).pipe(repeat({ delay })).subscribe(subscriber)
  })
}
