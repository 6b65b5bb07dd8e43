/**
 * A driver in promises: the same as in the other flavours.
 *
 *     node examples/aio/driver.ts [host port]
 */
import { TCP } from '@sockio/aio'
import { simulatedSupply } from '../drivers/simulated.ts'
import { supply } from '../drivers/supply.ts'
import { instrument } from '../instrument.ts'

await using device = await instrument(simulatedSupply())
await using sock = new TCP(device.host, device.port, { ...supply.link, timeout: 2000 })
const psu = supply.on(sock)

const { manufacturer, model } = await psu.identity.get()
console.log(manufacturer, model)

await psu.protection.set({ volts: 11, amperes: 1 })
for (const { volts, amperes } of await psu.sweep(0, 10, 5)) console.log(`${volts} V: ${amperes} A`)
console.log('output:', await psu.output.get())

try {
  await psu.voltage.set(31) // nothing is sent
} catch (error) {
  console.log(String(error))
}
