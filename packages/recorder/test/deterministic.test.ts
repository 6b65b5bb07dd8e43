/** Whatever happens to the engine, its recording plays again, to the byte. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { move } from '../../core/test/rig/player.ts'
import { record, replayed } from './rig/engine.ts'
import { settings } from './rig/settings.ts'

it('any inputs in any order are the same when they are played again', () => {
  let turns = 0
  fc.assert(
    fc.property(settings, fc.array(move, { maxLength: 80, size: 'max' }), (settings, moves) => {
      turns += replayed(record(settings, moves))
    }),
    { numRuns: Number(process.env.FC_RUNS ?? 400) },
  )
  expect(turns).toBeGreaterThan(5000)
})
