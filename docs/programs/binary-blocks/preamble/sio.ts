import { TCP } from '@sockio/sio'
import { scaled } from './point.ts'

using sock = new TCP('scope.lab', 5025, { timeout: 5000 })
sock.write('WAV:POIN 1000;FORM WORD;BYT LSBF\n')
const preamble = sock.query('WAV:PRE?')
const point = scaled(preamble, sock.writeReadBlock('WAV:DATA?\n'))
for (const i of [0, 31, 500]) console.log(point(i))
