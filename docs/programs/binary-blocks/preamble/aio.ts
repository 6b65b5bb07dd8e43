import { TCP } from '@sockio/aio'
import { scaled } from './point.ts'

await using sock = new TCP('scope.lab', 5025, { timeout: 5000 })
await sock.write('WAV:POIN 1000;FORM WORD;BYT LSBF\n')
const preamble = await sock.query('WAV:PRE?')
const point = scaled(preamble, await sock.writeReadBlock('WAV:DATA?\n'))
for (const i of [0, 31, 500]) console.log(point(i))
