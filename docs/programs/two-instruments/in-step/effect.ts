import { Tcp } from '@sockio/effect'
import { number } from '@sockio/instrument'
import { Console, Effect } from 'effect'

const STEPS = [1, 2, 3, 4, 5] // V

const series = Effect.gen(function* () {
  const supply = yield* Tcp.make('supply.lab', 5025, { timeout: '2 seconds' })
  const meter = yield* Tcp.make('meter.lab', 5025, { timeout: '10 seconds' })

  // Both at once, and both are there before anything is switched on.
  yield* Effect.all([supply.query('*IDN?'), meter.query('*IDN?')], {
    concurrency: 'unbounded',
  })

  const off = supply
    .query('OUTP OFF;OUTP?')
    .pipe(Effect.flatMap((state) => Console.log('output:', state)))
  yield* Effect.acquireRelease(supply.command('VOLT 0;OUTP ON'), () => Effect.orDie(off))
  for (const volts of STEPS) {
    yield* supply.query(`VOLT ${volts};*OPC?`) // answered when the voltage is there
    const amperes = yield* meter.query('MEAS:CURR?', { as: number({ unit: 'A' }) })
    yield* Console.log(volts, 'V', amperes, 'A')
  }
}).pipe(
  Effect.catch((error) => Console.log(error.message)), // either of them ends the series
  Effect.scoped,
)

await Effect.runPromise(series)
