/** What methods of drivers are in this flavour. */
import type { Args, Kind } from '@sockio/core'
import type { PlanOptions } from '@sockio/node'
import type { Callback } from './callback.ts'
import type { Readings } from './readings.ts'

/** Arguments, in place of the first of which that is left out may stand the callback. */
type Then<A extends readonly unknown[], C> = { [I in keyof A]: undefined extends A[I] ? A[I] | C : A[I] }

/** The kind of this flavour: a method takes its callback last. */
export interface InCallbacks extends Kind {
  readonly given: undefined
  readonly method: (
    ...args: [...Then<Args<this>, Callback<this['value'], Error>>, callback?: Callback<this['value'], Error>]
  ) => void
  readonly options: PlanOptions
  readonly streams: Polled<this['value']>
}

/** What a reading of a driver has besides its `get`. */
export interface Polled<T> {
  /**
   * Asks at once and then every `period` ms, and emits the values. No request overlaps the one before, and ticks that
   * were missed are skipped. The first that fails ends it with its error; `stop()` ends it too.
   *
   * @param period in ms, more than 0
   * @throws {TypeError | RangeError} that names a wrong `period`
   * @example
   * psu.current.poll(100).on('data', function (amperes) {
   *   console.log(amperes)
   * })
   */
  poll(period: number): Readings<T>
}
