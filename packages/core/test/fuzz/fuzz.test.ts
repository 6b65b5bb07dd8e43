/** Short runs of the fuzzer; `npm run fuzz` goes on for as long as it is told. */
import { seed, shortRun } from '@sockio/fuzz'
import { expect, it } from 'vitest'
import { addresses } from './addresses.ts'
import { engine } from './engine.ts'
import { framings } from './framings.ts'
import { printing } from './printing.ts'

it.each([
  [framings, 3000, 100],
  [engine, 800, 100],
  [addresses, 3000, 40],
  [printing, 1000, 10],
] as const)(`$name keep what they promise, whatever comes (FUZZ_SEED=${seed})`, (target, most, blocks) => {
  expect(shortRun(target, most).characters.ran).toBeGreaterThan(blocks) // otherwise the fuzzer is blind
})
