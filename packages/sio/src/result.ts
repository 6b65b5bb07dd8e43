/** What a call gives: its value, for which it blocks, or a future. */
import { type Args, checkPoll, type Kind, type PlanOptions, type Streaming } from '@sockio/node'
import type { Answering, Future } from './future.ts'
import { type FutureReadings, type Readings, ticking } from './readings.ts'

/** What a call gives: its value, or with `resolveFutures: false` a future. */
export type Result<F extends boolean, T> = F extends false ? Future<T> : T

/** The kind of this flavour: a call blocks and gives its value, or where `F` is false a future. */
export interface Blocking<F extends boolean = true> extends Kind {
  readonly given: Result<F, this['value']>
  readonly method: (...args: Args<this>) => this['given']
  readonly options: PlanOptions
  readonly streams: Polled<F, this['value']>
}

/** What a reading of a driver has besides its `get`. */
export interface Polled<F extends boolean, T> {
  /**
   * Asks at once and then every `period` ms, and gives the values. No request overlaps the one before, and ticks that
   * were missed are skipped. The first that fails ends it with its error; leaving the loop ends it too.
   *
   * @param period in ms, more than 0
   * @throws {TypeError | RangeError} that names a wrong `period`
   * @example
   * for (const amperes of psu.current.poll(100).take(10)) console.log(amperes)
   */
  poll(period: number): F extends false ? FutureReadings<T> : Readings<T>
}

/** What asks with the `get` of a reading, which gives values or futures. */
export const polled = <F extends boolean>(futures: boolean): Streaming<Blocking<F>> =>
  ((get, shown) => ({
    poll(period: number) {
      checkPoll(get, period)
      return ticking(futures, () => get(), period, shown)
    },
  })) as Streaming<Blocking<F>>

/** What a call gives that `ask` asks for: its future, or blocks for its value; the stack of an error begins above `entry`. */
export function given<F extends boolean, T>(
  futures: boolean,
  remote: Pick<Answering, 'blocking'>,
  ask: () => Future<T>,
  entry: (...args: never[]) => unknown,
): Result<F, T> {
  const result = futures ? ask() : remote.blocking(() => ask().waitFor(Number.POSITIVE_INFINITY, entry))
  return result as Result<F, T>
}
