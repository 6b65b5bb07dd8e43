/** Short runs of the fuzzer; `npm run fuzz` goes on for as long as it is told. */
import { seed, shortRun } from '@sockio/fuzz'
import { expect, test } from 'vitest'
import { configurations } from './config.ts'
import { faultLines } from './fault-lines.ts'
import { lines } from './lines.ts'
import { tables } from './tables.ts'

/** A busy core takes minutes for what is done in seconds. */
const HANGS = 1_200_000

test.each([
  [configurations, 250, 100],
  [faultLines, 800, 60],
  [tables, 400, 30],
  [lines, 400, 30],
] as const)(
  `$name keep what they promise, whatever comes (FUZZ_SEED=${seed})`,
  (target, most, blocks) => {
    expect(shortRun(target, most).characters.ran).toBeGreaterThan(blocks) // otherwise the fuzzer is blind
  },
  HANGS,
)
