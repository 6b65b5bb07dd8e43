/** A short run of the fuzzer; `npm run fuzz` goes on for as long as it is told. */
import { seed, shortRun } from '@sockio/fuzz'
import { expect, it } from 'vitest'
import { replies } from './replies.ts'

/** A busy core takes minutes for what is done in seconds. */
const HANGS = 1_200_000

it(
  `${replies.name} keep what they promise, whatever comes (FUZZ_SEED=${seed})`,
  () => {
    expect(shortRun(replies, 500).characters.ran).toBeGreaterThan(100) // otherwise the fuzzer is blind
  },
  HANGS,
)
