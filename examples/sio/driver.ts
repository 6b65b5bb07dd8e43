/**
 * A driver in blocking calls: the same as in the other flavours.
 *
 *     node examples/sio/driver.ts [host port]
 */
import { TCP } from '@sockio/sio'
import { supply } from '../drivers/supply.ts'
import { instrument } from './instrument.ts'

const { host, port } = instrument('supply')
using sock = new TCP(host, port, { ...supply.link, timeout: 2000 })
const psu = supply.on(sock)

const { manufacturer, model } = psu.identity.get()
console.log(manufacturer, model)

psu.protection.set({ volts: 11, amperes: 1 })
for (const { volts, amperes } of psu.sweep(0, 10, 5)) console.log(`${volts} V: ${amperes} A`)
console.log('output:', psu.output.get())

try {
  psu.voltage.set(31) // nothing is sent
} catch (error) {
  console.log(String(error))
}
