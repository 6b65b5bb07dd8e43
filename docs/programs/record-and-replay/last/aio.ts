import { TCP } from '@sockio/aio'
import { recorder } from '@sockio/recorder'

const recording = recorder('night.jsonl', { last: '64 MiB' })
await using sock = new TCP('scope.lab', 5025, { timeout: 2000, ...recording })
console.log(await sock.query('*IDN?'))
