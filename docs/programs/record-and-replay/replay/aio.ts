import { TCP } from '@sockio/aio'
import { replay } from '@sockio/recorder'
import { simulate } from '@sockio/sim'

await using device = await simulate(replay('session.jsonl'))
await using sock = new TCP(device.host, device.port, { timeout: 2000 })
console.log(await sock.query('*IDN?'))
