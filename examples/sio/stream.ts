/**
 * A stream: starts an acquisition, prints ten of its lines, and stops it.
 *
 *     node examples/sio/stream.ts [host port]
 */
import { TCP } from '@sockio/sio'
import { instrument } from './instrument.ts'

const { host, port } = instrument('scope')
const sock = new TCP(host, port, { timeout: 2000 })

const lines = sock.lines({ start: 'ACQ:STAR', stop: 'ACQ:STOP', encoding: 'utf8', timeout: 2000 })
let count = 0
for (const line of lines) {
  console.log('line:', line)
  if (++count === 10) break
}
console.log('then:', sock.query('*IDN?'))
sock.close()
