/** The long form of the deterministic replay: `node test/tools/long.ts 1000000` turns of the engine, each played again. */
import fc from 'fast-check'
import { move } from '../../../core/test/rig/player.ts'
import { record, replayed } from '../rig/engine.ts'
import { settings } from '../rig/settings.ts'

const wanted = Number(process.argv[2] ?? 1_000_000)
const seed = Number(process.argv[3] ?? Date.now())
let turns = 0
for (let round = 0; turns < wanted; round++) {
  fc.assert(
    fc.property(settings, fc.array(move, { maxLength: 200, size: 'max' }), (settings, moves) => {
      turns += replayed(record(settings, moves))
    }),
    { numRuns: 1000, seed: seed + round },
  )
}
console.log(`${turns} turns of the engine, seed ${seed}: each is the same when it is played again`)
