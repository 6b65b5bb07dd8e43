/** A short run of the fuzzer; `npm run fuzz` goes on for as long as it is told. */
import { seed, shortRun } from '@sockio/fuzz'
import { expect, it } from 'vitest'
import { recordings } from './recordings.ts'

/** A busy core takes minutes for what is done in seconds. */
const HANGS = 1_200_000

it(
  `${recordings.name} keep what they promise, whatever comes (FUZZ_SEED=${seed})`,
  () => {
    expect(shortRun(recordings, 100).characters.ran).toBeGreaterThan(100) // otherwise the fuzzer is blind
  },
  HANGS,
)
