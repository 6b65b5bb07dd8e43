import { TCP } from '@sockio/aio'
import { supply } from './supply.mts'

await using sock = new TCP('127.0.0.1', 5025, { timeout: 2000 })

const psu = supply.on(sock)
await psu.voltage.set(5)
await psu.output.set('on') // 'off' or 'on': another word does not compile
console.log(`${await psu.voltage.get()} V, ${await psu.output.get()}`)
await psu.voltage.set(31).catch((error: unknown) => console.log(String(error)))
