/**
 * A laboratory of two instruments: sweeps a power supply, measures the current, and works out the resistance. With
 * retries, timeouts and reconnection for each, and with an output that is off in the end, whatever happens.
 *
 *     node examples/effect/lab.ts                  # with simulated instruments
 *     SUPPLY_HOST=... SUPPLY_PORT=... METER_HOST=... METER_PORT=... node examples/effect/lab.ts
 */
import { Config, Console, Effect, Layer, Option } from 'effect'
import { Meter } from './lab/meter.ts'
import { simulated } from './lab/simulated.ts'
import { Supply } from './lab/supply.ts'
import { sweep } from './lab/sweep.ts'

const program = Effect.gen(function* () {
  const readings = yield* sweep([1, 2, 3, 4, 5])
  for (const { volts, amperes } of readings) yield* Console.log(`${volts.toFixed(1)} V  ${amperes.toFixed(4)} A`)
  const ohms = readings.reduce((sum, { volts, amperes }) => sum + volts / amperes, 0) / readings.length
  yield* Console.log(`${ohms.toFixed(1)} ohm`)
})

/** The instruments that the environment names, or else the simulated ones. */
const Laboratory = Layer.unwrap(
  Effect.gen(function* () {
    const real = yield* Config.option(Config.String('SUPPLY_HOST'))
    return Option.isSome(real) ? Layer.merge(Supply.layer, Meter.layer) : simulated
  }),
)

await Effect.runPromise(program.pipe(Effect.provide(Laboratory)))
