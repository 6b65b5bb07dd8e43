/** Runs the model beside the machine, many times. */
import fc from 'fast-check'
import { transitions } from '../../src/index.ts'
import { commands } from './commands.ts'
import { Pair } from './pair.ts'

const NEVER = Number.POSITIVE_INFINITY

const rules = fc.record({
  pipeline: fc.constantFrom(1, 1, 2, 4),
  resync: fc.constantFrom('reconnect' as const, 'discard' as const),
  autoReconnect: fc.constantFrom(true, true, true, false),
  staleInput: fc.constantFrom('discard' as const, 'discard' as const, 'keep' as const),
  hook: fc.constantFrom(false, false, true),
  connectionTimeout: fc.constantFrom(NEVER, 20),
  closeGrace: fc.constant(500),
  maxQueue: fc.constantFrom(4, 100),
  pacing: fc.constantFrom(0, 0, 7),
  settle: fc.constantFrom(0, 0, 0, 9),
  retries: fc.constantFrom(0, 2),
  minDelay: fc.constant(10),
  streamRetries: fc.constantFrom(NEVER, 1),
})

/** What a check has seen. */
export interface Seen {
  /** Inputs that were compared. */
  inputs: number
  /** Replies that reached their caller. */
  replies: number
  /** Cells of the table, as `idle wanted`. */
  readonly cells: Set<string>
}

/** All cells of the table. */
export const cells = Object.entries(transitions).flatMap(([from, row]) =>
  Object.keys(row).map((cause) => `${from} ${cause}`),
)

/** Throws, with the shortest sequence of inputs that fast-check can find, when the machine is not what the model is. */
export function checkModel(
  numRuns: number,
  seed: number,
  seen: Seen = { inputs: 0, replies: 0, cells: new Set() },
): Seen {
  fc.assert(
    fc.property(rules, commands, (rules, commands) => {
      const pair = new Pair(rules)
      fc.modelRun(() => ({ model: {}, real: pair }), commands)
      seen.inputs += pair.inputs
      seen.replies += pair.replies
      for (const [from, cause] of pair.model.causes) seen.cells.add(`${from} ${cause}`)
    }),
    { numRuns, seed },
  )
  return seen
}
