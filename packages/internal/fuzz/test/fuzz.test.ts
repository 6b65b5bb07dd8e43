/** The fuzzer finds what can only be found step by step, and what takes longer than it should; and says what it was. */
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { bytes, type FuzzTarget, shortRun, text } from '../src/index.ts'
import { enter } from './gate.ts'

/** With one seed in some sixty so long an input is kept at first that a change at the next door is too rare. */
const SEED = 1

const base = {
  code: [join(import.meta.dirname, 'gate.ts')],
  words: [...'abcdefghijklmnopqrstuvwxyz'],
  seeds: [bytes('1234')],
}

test('coverage guides it to a fault, of which it shows as little as shows it', () => {
  const target: FuzzTarget = { ...base, name: 'a gate', run: (input) => enter(text(input)) }
  expect(() => shortRun(target, 1_000_000, SEED)).toThrow(/^fuzzing a gate found "fail": Error: it fell$/)
})

test('to work longer than any input justifies is a fault', () => {
  const run = () => {
    const before = process.threadCpuUsage()
    const worked = () => {
      const { user, system } = process.threadCpuUsage(before)
      return user + system
    }
    while (worked() < 2_100_000); // microseconds; what a busy machine does meanwhile is not counted
  }
  expect(() => shortRun({ ...base, name: 'work', run }, 1)).toThrow(
    /^fuzzing work found "1234": TooLong: it worked \d+ ms$/,
  )
})

test('what has no fault is told in figures', () => {
  const target: FuzzTarget = { ...base, name: 'nothing', run: (input) => enter(text(input.subarray(0, 3))) }
  const { inputs, corpus, characters } = shortRun(target, 20_000, SEED)
  expect(inputs).toBeGreaterThanOrEqual(20_000)
  expect(corpus).toBe(1 + 3) // the seed, and one for each door
  expect(characters.ran).toBeGreaterThan(characters.all / 3)
  expect(characters.ran).toBeLessThan(characters.all)
})
