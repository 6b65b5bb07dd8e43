/** What methods of drivers give in this flavour. */
import type { Args, Kind } from '@sockio/core'
import type { Duration, Effect, Stream } from 'effect'

/** Options of one call of a driver's method. */
export interface PlanOptions {
  /** Limit of the call, everything included: a duration, or a number of ms. Default: the connection's. */
  readonly timeout?: Duration.Input | undefined
  /** How often to send again when cut after writing. Default: the connection's. */
  readonly retries?: number | undefined
}

/** The kind of this flavour: a method gives an effect, which can fail with an `E`. */
export interface InEffects<E> extends Kind {
  readonly given: Effect.Effect<this['value'], E>
  readonly method: (...args: Args<this>) => this['given']
  readonly options: PlanOptions
  readonly streams: Polled<this['value'], E>
}

/** What a reading of a driver has besides its `get`. */
export interface Polled<T, E> {
  /**
   * Asks when it is run and then every `period`, and gives the values. No request overlaps the one before, and ticks that
   * were missed are skipped. The first that fails ends it with its error.
   *
   * @param period a duration, or a number of ms, more than 0; another is a defect, a TypeError or RangeError
   * @example
   * psu.current.poll('100 millis').pipe(Stream.runForEach(Console.log))
   */
  poll(period: Duration.Input): Stream.Stream<T, E>
}
