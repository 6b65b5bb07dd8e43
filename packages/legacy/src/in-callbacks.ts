/** What methods of drivers are in this flavour. */
import type { Args, Kind } from '@sockio/core'
import type { PlanOptions } from '@sockio/node'
import type { Callback } from './callback.ts'

/** Arguments, in place of the first of which that is left out may stand the callback. */
type Then<A extends readonly unknown[], C> = { [I in keyof A]: undefined extends A[I] ? A[I] | C : A[I] }

/** The kind of this flavour: a method takes its callback last. */
export interface InCallbacks extends Kind {
  readonly given: undefined
  readonly method: (
    ...args: [...Then<Args<this>, Callback<this['value'], Error>>, callback?: Callback<this['value'], Error>]
  ) => void
  readonly options: PlanOptions
}
