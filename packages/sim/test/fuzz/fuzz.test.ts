/** Short runs of the fuzzer; `npm run fuzz` goes on for as long as it is told. */
import { seed, shortRun } from '@sockio/fuzz'
import { expect, test } from 'vitest'
import { definitions } from './definitions.ts'
import { requests } from './requests.ts'
import { scpiMessages } from './scpi.ts'

/** A busy core takes minutes for what is done in seconds. */
const HANGS = 1_200_000

test.each([
  [requests, 1200, 10],
  [definitions, 400, 60],
  [scpiMessages, 400, 60],
] as const)(
  `$name keep what they promise, whatever comes (FUZZ_SEED=${seed})`,
  (target, most, blocks) => {
    expect(shortRun(target, most).characters.ran).toBeGreaterThan(blocks) // otherwise the fuzzer is blind
  },
  HANGS,
)
