import { replay } from '@sockio/recorder'
import { simulate } from '@sockio/sim'
import { TCP } from '@sockio/sio'

await using device = await simulate(replay('session.jsonl'))
// Futures, since a thread that blocks can't play the instrument as well.
const options = { timeout: 2000, resolveFutures: false } as const
await using sock = new TCP(device.host, device.port, options)
console.log(await sock.query('*IDN?'))
