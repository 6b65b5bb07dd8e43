import { appendFileSync, writeFileSync } from 'node:fs'
import { Tcp } from '@sockio/effect'
import { number } from '@sockio/instrument'
import { Console, Effect, Stream } from 'effect'

const STEPS = [0, 3, 6, 9, 12] // V
const SETTLE = '50 millis'

/** The output is on for as long as the scope, however that ends. */
const output = Effect.gen(function* () {
  const tcp = yield* Tcp
  const off = tcp
    .query('OUTP OFF;OUTP?')
    .pipe(Effect.flatMap((state) => Console.log('output:', state)))
  yield* Effect.acquireRelease(tcp.command('VOLT 0;OUTP ON'), () => Effect.orDie(off))
})

const point = Effect.fnUntraced(function* (volts: number) {
  const tcp = yield* Tcp
  yield* tcp.command(`VOLT ${volts}`)
  yield* Effect.sleep(SETTLE)
  const measured = yield* tcp.query('MEAS:VOLT?', { as: number({ unit: 'V' }) })
  const amperes = yield* tcp.query('MEAS:CURR?', { as: number({ unit: 'A' }) })
  return [volts, measured, amperes]
})

const write = Effect.fnUntraced(function* (row: readonly unknown[]) {
  yield* Console.log(row.join())
  yield* Effect.sync(() => appendFileSync('sweep.csv', `${row.join()}\n`))
})

const sweep = Effect.gen(function* () {
  yield* Effect.sync(() => writeFileSync('sweep.csv', ''))
  yield* write(['set/V', 'measured/V', 'measured/A'])
  yield* output
  yield* Stream.fromIterable(STEPS).pipe(
    Stream.mapEffect(point),
    Stream.runForEach(write),
  )
}).pipe(Effect.scoped)

const Supply = Tcp.layer({ host: 'supply.lab', port: 5025, timeout: '2 seconds' })
const interrupted = new AbortController()
process.once('SIGINT', () => interrupted.abort())
await Effect.runPromise(Effect.provide(sweep, Supply), { signal: interrupted.signal })
