import { TCP } from '@sockio/sio'
import { supply } from './supply.mts'

using sock = new TCP('127.0.0.1', 5025, { timeout: 2000 })

const psu = supply.on(sock)
psu.voltage.set(5)
psu.output.set('on') // 'off' or 'on': another word does not compile
console.log(`${psu.voltage.get()} V, ${psu.output.get()}`)
try {
  psu.voltage.set(31)
} catch (error) {
  console.log(String(error))
}
