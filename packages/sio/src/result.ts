/** What a call gives: its value, for which it blocks, or a future. */
import type { Args, Kind, PlanOptions } from '@sockio/node'
import type { Answering, Future } from './future.ts'

/** What a call gives: its value, or with `resolveFutures: false` a future. */
export type Result<F extends boolean, T> = F extends false ? Future<T> : T

/** The kind of this flavour: a call blocks and gives its value, or where `F` is false a future. */
export interface Blocking<F extends boolean = true> extends Kind {
  readonly given: Result<F, this['value']>
  readonly method: (...args: Args<this>) => this['given']
  readonly options: PlanOptions
}

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
