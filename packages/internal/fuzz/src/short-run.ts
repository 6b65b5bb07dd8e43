/** The form of the fuzzer that `npm test` runs: all that was ever found, and some hundreds of new inputs. */
import { type Fuzzed, fuzz } from './fuzz.ts'
import type { FuzzTarget } from './target.ts'

/** What is random follows from it: the one of a run that failed goes into the environment. */
export const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31)

export function shortRun(target: FuzzTarget, most: number, from = seed): Fuzzed {
  return fuzz(target, { seed: from, more: (inputs) => inputs < most, shortens: false })
}
