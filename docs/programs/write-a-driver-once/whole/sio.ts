import { socketForUrl } from '@sockio/sio'
import { supply } from './supply.mts'

using psu = supply.open(socketForUrl, 'tcp://127.0.0.1:5025', { timeout: 2000 })

console.log(psu.protection.get()) // a record
console.log(psu.sensor[2].temperature.get()) // a channel: 3 does not compile
psu.recall(1)
psu.calibrate() // when the instrument says that it is done
console.log(psu.sweep(1, 2))

try {
  psu.voltage.set(25)
} catch (error) {
  console.log(String(error))
}
