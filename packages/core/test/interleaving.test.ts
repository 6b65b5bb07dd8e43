/** Any inputs in any order: the machine stays legal, and each call ends once. */
import fc from 'fast-check'
import { it } from 'vitest'
import { move, Player } from './rig/player.ts'

const settings = fc.record({
  pipeline: fc.constantFrom(1, 2, 4),
  resync: fc.constantFrom('reconnect' as const, 'discard' as const),
  autoReconnect: fc.constantFrom(true, true, false),
  hook: fc.constantFrom(false, false, true),
  pacing: fc.constantFrom(0, 0, 10),
  staleInput: fc.constantFrom('discard' as const, 'discard' as const, 'keep' as const),
  freshFor: fc.constantFrom(Number.POSITIVE_INFINITY, 3),
  quiet: fc.constantFrom(0, 20),
  connectionTimeout: fc.constantFrom(Number.POSITIVE_INFINITY, 30),
  bufferSize: fc.constantFrom(8, 64),
  maxQueue: fc.constant(3),
  reconnect: fc.constantFrom({ retries: 0 }, { retries: 2, minDelay: 10 }),
})

it('whatever happens, the machine stays legal, no call is late, and each is settled once', () => {
  fc.assert(
    fc.property(settings, fc.boolean(), fc.array(move, { maxLength: 80, size: 'max' }), (settings, warm, moves) => {
      const player = new Player(settings)
      if (warm) player.rig.open()
      for (const [what, a, b] of moves) {
        player.moves[what]?.(a, b)
        const { broken } = player
        if (broken !== undefined) throw new Error(`after ${what}: ${broken}`)
      }
      const broken = player.finish()
      if (broken !== undefined) throw new Error(`in the end: ${broken}`)
    }),
    { numRuns: Number(process.env.FC_RUNS ?? 2000) },
  )
})
