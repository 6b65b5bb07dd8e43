/** Short runs of the fuzzer; `npm run fuzz` goes on for as long as it is told. */
import { seed, shortRun } from '@sockio/fuzz'
import { expect, test } from 'vitest'
import { messages } from './messages.ts'
import { sessions } from './sessions.ts'

/** A busy core takes minutes for what is done in seconds. */
const HANGS = 1_200_000

test(
  `messages keep what they promise, whatever comes (FUZZ_SEED=${seed})`,
  () => {
    expect(shortRun(messages, 2000).characters.ran).toBeGreaterThan(40) // otherwise the fuzzer is blind
  },
  HANGS,
)

test(
  `sessions over NATS keep what they promise, whatever comes (FUZZ_SEED=${seed})`,
  () => {
    expect(shortRun(sessions, 500).characters.ran).toBeGreaterThan(40)
  },
  HANGS,
)
