/** What methods of drivers give in this flavour. */
import type { Args, Kind } from '@sockio/core'
import type { Duration, Effect } from 'effect'

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
}
