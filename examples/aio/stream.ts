/**
 * A stream: starts an acquisition, prints ten of its lines, and stops it.
 *
 *     node examples/aio/stream.ts [host port]
 */
import { TCP } from '@sockio/aio'
import { instrument } from '../instrument.ts'

await using device = await instrument()
await using sock = new TCP(device.host, device.port, { timeout: 2000 })

const lines = sock.lines({ start: 'ACQ:STAR', stop: 'ACQ:STOP', encoding: 'utf8', timeout: 2000 })
let count = 0
for await (const line of lines) {
  console.log('line:', line)
  if (++count === 10) break
}
console.log('then:', await sock.query('*IDN?'))
