/** The experiment: how much current flows at each of these voltages? */
import { Effect } from 'effect'
import { Meter } from './meter.ts'
import { Supply } from './supply.ts'

export const sweep = Effect.fn('sweep')(function* (voltages: readonly number[]) {
  const supply = yield* Supply
  const meter = yield* Meter
  yield* supply.output
  return yield* Effect.forEach(
    voltages,
    Effect.fnUntraced(function* (volts) {
      yield* supply.set(volts)
      return { volts, amperes: yield* meter.current }
    }),
  )
}, Effect.scoped)
