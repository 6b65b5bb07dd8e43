/** Short runs of the fuzzer; `npm run fuzz` goes on for as long as it is told. */
import { seed, shortRun } from '@sockio/fuzz'
import { expect, it } from 'vitest'
import { addresses } from './addresses.ts'
import { engine } from './engine.ts'
import { framings } from './framings.ts'
import { printing } from './printing.ts'

/** A busy core takes minutes for what is done in seconds. */
const HANGS = 1_200_000

it.each([
  [framings, 1200, 100],
  [engine, 400, 100],
  [addresses, 1200, 40],
  [printing, 500, 10],
] as const)(
  `$name keep what they promise, whatever comes (FUZZ_SEED=${seed})`,
  (target, most, blocks) => {
    expect(shortRun(target, most).characters.ran).toBeGreaterThan(blocks) // otherwise the fuzzer is blind
  },
  HANGS,
)
