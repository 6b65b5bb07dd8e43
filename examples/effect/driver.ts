/**
 * A driver in effects: the same as in the other flavours.
 *
 *     node examples/effect/driver.ts [host port]
 */
import { Tcp } from '@sockio/effect'
import { Console, Effect } from 'effect'
import { simulatedSupply } from '../drivers/simulated.ts'
import { supply } from '../drivers/supply.ts'
import { instrument } from '../instrument.ts'

const program = Effect.gen(function* () {
  const psu = supply.on(yield* Tcp)

  const { manufacturer, model } = yield* psu.identity.get()
  yield* Console.log(manufacturer, model)

  yield* psu.protection.set({ volts: 11, amperes: 1 })
  for (const { volts, amperes } of yield* psu.sweep(0, 10, 5)) yield* Console.log(`${volts} V: ${amperes} A`)
  yield* Console.log('output:', yield* psu.output.get())

  yield* psu.voltage.set(31).pipe(Effect.catchDefect((error) => Console.log(String(error)))) // nothing is sent
})

await using device = await instrument(simulatedSupply())
const layer = Tcp.layer({ ...supply.link, host: device.host, port: device.port, timeout: 2000 })
await Effect.runPromise(program.pipe(Effect.provide(layer)))
