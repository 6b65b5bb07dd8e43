import { socketForUrl } from '@sockio/aio'
import { supply } from './supply.mts'

await using psu = supply.open(socketForUrl, 'tcp://127.0.0.1:5025', { timeout: 2000 })

console.log(await psu.protection.get()) // a record
console.log(await psu.sensor[2].temperature.get()) // a channel: 3 does not compile
await psu.recall(1)
await psu.calibrate() // when the instrument says that it is done
console.log(await psu.sweep(1, 2))

await psu.voltage.set(25).catch((error: unknown) => console.log(String(error)))
