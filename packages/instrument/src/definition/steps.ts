/** Steps as generators, so that each has the type of what it comes to. */
import type { Ask, Decoder, Here, Plan, Steps } from '@sockio/core'

/** What is told to the instrument in one piece, and what it answers. */
export interface Telling {
  readonly lines: readonly (string | Uint8Array)[]
  /** A decoder for each reply. */
  readonly replies: readonly Decoder<unknown>[]
  /** Of what the instrument complains, where that is not all of the lines. */
  readonly blamed?: readonly (string | Uint8Array)[]
  /** Limit in ms, where the caller does not say. */
  readonly timeout?: number | undefined
}

/** What a plan runs. */
export type Run<T> = Plan<T>['run']

/** One exchange, and what it gives. */
export const asStep = ({ lines, replies, timeout }: Telling, gives: Ask['gives']): Ask => ({
  step: 'ask',
  lines,
  replies,
  timeout,
  gives,
})

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
