/** The machine does what the model does, whatever happens; and together they take every arrow of the diagram. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { transitions } from '../../src/index.ts'
import { commands } from './commands.ts'
import { Pair } from './pair.ts'

const NEVER = Number.POSITIVE_INFINITY
const runs = Number(process.env.MODEL_RUNS ?? 3000)
const seed = Number(process.env.MODEL_SEED ?? Date.now() % 2 ** 31)

const rules = fc.record({
  pipeline: fc.constantFrom(1, 1, 2, 4),
  resync: fc.constantFrom('reconnect' as const, 'discard' as const),
  autoReconnect: fc.constantFrom(true, true, true, false),
  staleInput: fc.constantFrom('discard' as const, 'discard' as const, 'keep' as const),
  hook: fc.constantFrom(false, false, true),
  connectionTimeout: fc.constantFrom(NEVER, 20),
  closeGrace: fc.constant(500),
  maxQueue: fc.constantFrom(4, 100),
  retries: fc.constantFrom(0, 2),
  minDelay: fc.constant(10),
  streamRetries: fc.constantFrom(NEVER, 1),
})

it(`whatever happens, the machine does what the model does (seed ${seed}, ${runs} runs)`, () => {
  const seen = new Set<string>()
  fc.assert(
    fc.property(rules, commands, (rules, commands) => {
      const pair = new Pair(rules)
      fc.modelRun(() => ({ model: {}, real: pair }), commands)
      for (const [from, cause] of pair.model.causes) seen.add(`${from} ${cause}`)
    }),
    { numRuns: runs, seed },
  )
  const table = Object.entries(transitions).flatMap(([from, row]) =>
    Object.keys(row).map((cause) => `${from} ${cause}`),
  )
  if (runs >= 1000) expect([...seen].sort()).toEqual(table.sort())
})
