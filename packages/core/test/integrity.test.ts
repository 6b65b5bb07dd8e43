/** A reply always belongs to its request, whatever happens to it on the way. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { expected, type Faults, Instrument } from './rig/instrument.ts'

const NEVER = Number.POSITIVE_INFINITY
const chance = (most: number) => fc.constantFrom(0, 0, most / 4, most)

const scene = fc.record({
  pipeline: fc.integer({ min: 1, max: 4 }),
  resync: fc.constantFrom('reconnect' as const, 'discard' as const),
  pacing: fc.constantFrom(0, 0, 5),
  freshFor: fc.constantFrom(NEVER, 3),
  retries: fc.constantFrom(0, 3),
  calls: fc.integer({ min: 1, max: 30 }),
  seed: fc.nat(),
})
const faults: fc.Arbitrary<Faults> = fc.record({
  silence: chance(0.2),
  hangUp: chance(1),
  refuse: chance(0.5),
  abort: chance(0.5),
  block: chance(0.5),
  events: chance(0.8),
})

/** A sequence of random numbers that a seed repeats (mulberry32). */
function sequence(seed: number): () => number {
  let a = seed
  return () => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

it('whoever gets a reply gets his own, and everybody has his answer in time', () => {
  let answered = 0
  let failed = 0
  fc.assert(
    fc.property(scene, faults, ({ calls, seed, retries, ...settings }, faults) => {
      const random = sequence(seed)
      const reconnect = { retries, minDelay: 5 }
      const instrument = new Instrument({ ...settings, reconnect }, faults, random)
      const { rig } = instrument
      const match = (frame: Uint8Array) => frame[0] === 0x21
      const stream = faults.events > 0 ? rig.stream({ match, reconnect: true, credit: NEVER }) : undefined
      for (let i = 0; i < calls; i++) {
        const what = random()
        const act = () => (what < 0.8 ? instrument.ask() : what < 0.9 ? instrument.talk() : instrument.read())
        instrument.plan(Math.floor(random() * calls * 8), act)
      }
      instrument.run(calls * 8 + 300)
      for (const call of instrument.calls) {
        expect(call.settlements, call.name).toBe(1)
        if (call.error !== undefined) failed++
        else {
          answered++
          expect(call.texts, call.name).toEqual(expected(call))
        }
      }
      for (const talk of instrument.talks) expect(talk.grants + talk.refusals, talk.name).toBeGreaterThan(0)
      for (const frame of stream?.frames ?? []) expect(frame).toMatch(/^!\d+\n$/)
      expect(rig.outputs.violations).toEqual([])
    }),
    { numRuns: Number(process.env.FC_RUNS ?? 800) },
  )
  expect(answered).toBeGreaterThan(failed / 4) // otherwise nothing is tested
})
