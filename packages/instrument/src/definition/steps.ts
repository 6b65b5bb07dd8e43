/** Steps as generators, so that each has the type of what it comes to. */
import type { Ask, Decoder, Here, Plan, Steps } from '@sockio/core'

/** What is told to the instrument in one piece, and what it answers. */
export interface Telling {
  readonly lines: readonly (string | Uint8Array)[]
  /** A decoder for each reply. */
  readonly replies: readonly Decoder<unknown>[]
  /** Limit in ms, where the caller does not say. */
  readonly timeout?: number | undefined
}

/** What a plan runs. */
export type Run<T> = Plan<T>['run']

/** One exchange, and what it gives. */
export const asStep = (telling: Telling, gives: Ask['gives']): Ask => ({ step: 'ask', ...telling, gives })

/** One exchange; its values, one for each reply. */
export function* ask(telling: Telling): Steps<readonly unknown[]> {
  return (yield asStep(telling, 'values')) as unknown[]
}

/** Which connection this is. */
export function* where(): Steps<Here> {
  return (yield { step: 'where' }) as Here
}

/** Whatever a plan runs, as steps. */
export function* follow<T>(run: Run<T>): Steps<T> {
  return typeof run === 'function' ? yield* run() : ((yield run) as T)
}
