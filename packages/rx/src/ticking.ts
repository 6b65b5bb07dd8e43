/** What is asked for again and again, on a grid of time. */
import { Ticks } from '@sockio/node'
import {
  asyncScheduler,
  defer,
  fromEvent,
  type Observable,
  type ObservableInput,
  of,
  race,
  repeat,
  type SchedulerLike,
  timer,
} from 'rxjs'
import { coldOf } from './cold.ts'

/** The clock of a poll. */
export interface ClockOptions {
  /** Where time comes from. Default: `asyncScheduler`, on a clock that nobody sets. */
  readonly scheduler?: SchedulerLike | undefined
}

/** Asks with the subscription, and at the ticks after it that are not missed. It is printed as `shown`. */
export function ticking<T>(
  ask: () => ObservableInput<T>,
  period: number,
  scheduler: SchedulerLike | undefined,
  shown: () => object,
  signal?: AbortSignal,
): Observable<T> {
  const now = scheduler === undefined ? () => performance.now() : () => scheduler.now()
  return coldOf(shown, (subscriber) => {
    const ticks = new Ticks(period, now())
    const delay = () => aborted(timer(ticks.wait(now()), scheduler ?? asyncScheduler), signal)
    return defer(ask).pipe(repeat({ delay })).subscribe(subscriber)
  })
}

/** The next tick; or that the signal is aborted, which the query then tells. */
function aborted(tick$: Observable<unknown>, signal: AbortSignal | undefined): Observable<unknown> {
  if (signal === undefined) return tick$
  return race(tick$, signal.aborted ? of(undefined) : fromEvent(signal, 'abort'))
}
