/** Tests of what a package has that is fuzzed, in the form for `npm test`; `npm run fuzz` goes on for as long as it is told. */
import { seed, shortRun } from './short-run.ts'
import type { FuzzTarget } from './target.ts'

/** A busy core takes minutes for what is done in seconds. */
const HANGS = 1_200_000

/** Of vitest, or of what is like it. */
type Test = (name: string, run: () => void, limit: number) => unknown

/**
 * A test for each target: its seeds, and inputs up to so many.
 *
 * @param rows with each target, how many inputs, and how many characters of its code run at least: otherwise the fuzzer is blind
 */
export function shortTests(
  test: Test,
  rows: readonly (readonly [target: FuzzTarget, inputs: number, covered: number])[],
): void {
  for (const [target, inputs, covered] of rows) {
    const run = () => {
      const { ran } = shortRun(target, inputs).characters
      if (ran <= covered) throw new Error(`only ${ran} characters of the code ran: the fuzzer is blind`)
    }
    test(`${target.name} keep what they promise, whatever comes (FUZZ_SEED=${seed})`, run, HANGS)
  }
}
