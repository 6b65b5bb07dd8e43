/**
 * A stream: starts an acquisition, prints ten of its lines, and stops it.
 *
 *     node examples/sio/stream.ts [host port]
 */
import { TCP } from '@sockio/sio'
import { instrument } from './instrument.ts'

const { host, port } = instrument('scope')
const sock = new TCP(host, port, { timeout: 2000 })

sock.write('ACQ:STAR\n')
let count = 0
for (const line of sock.lines({ encoding: 'utf8', timeout: 2000 })) {
  console.log('line:', line)
  if (++count === 10) break
}
sock.write('ACQ:STOP\n')
sock.close()
