/** The streams of a driver's reading, as Observables. */
import { checkPoll } from '@sockio/node'
import { distinctUntilChanged, type Observable } from 'rxjs'
import { same } from './same.ts'
import { type ClockOptions, ticking } from './ticking.ts'

/** What a reading of a driver has besides its `get`. */
export interface Polled<T> {
  /**
   * Asks at once and then every `period` ms, and gives the values. No request overlaps the one before, and ticks that
   * were missed are skipped. The first that fails ends it with its error; unsubscribing ends it too.
   *
   * @param period in ms, more than 0
   * @throws {TypeError | RangeError} that names a wrong `period`
   * @example
   * psu.current.poll(100).subscribe((amperes) => console.log(amperes))
   */
  poll(period: number, options?: ClockOptions): Observable<T>
  /**
   * Asks at once and then every `period` ms, and gives the first value, and each that differs from the one before it:
   * numbers and words by `Object.is`, records and arrays by what is in them. No request overlaps the one before, and
   * ticks that were missed are skipped. The first that fails ends it with its error; unsubscribing ends it too.
   *
   * @param period in ms, more than 0
   * @throws {TypeError | RangeError} that names a wrong `period`
   * @example
   * psu.output.changes(500).subscribe((output) => console.log(`somebody has switched it ${output}`))
   */
  changes(period: number, options?: ClockOptions): Observable<T>
}

/** What asks with `get`. */
export function polled<T>(get: () => Observable<T>, shown: () => object): Polled<T> {
  const poll: Polled<T>['poll'] = (period, { scheduler } = {}) => {
    checkPoll(get, period)
    return ticking(() => get(), period, scheduler, shown)
  }
  return { poll, changes: (period, options) => poll(period, options).pipe(distinctUntilChanged<T>(same)) }
}
