/** A short run of the fuzzer; `pnpm run test:long` goes on for minutes. */
import { expect, it } from 'vitest'
import { engineSeeds, engineTarget } from './engine.ts'
import { framingSeeds, framingTarget } from './framings.ts'
import { fuzz } from './fuzz.ts'

const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31)

it.each([
  ['framings and buffers', framingTarget, framingSeeds, 5000],
  ['the engine', engineTarget, engineSeeds, 1500],
] as const)(`%s keep what they promise, whatever comes (FUZZ_SEED=${seed})`, (_, target, seeds, most) => {
  const { covered } = fuzz(target, seeds, seed, (inputs) => inputs < most)
  expect(covered).toBeGreaterThan(100) // otherwise the fuzzer is blind
})
