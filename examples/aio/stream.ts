/**
 * A stream: starts an acquisition, prints ten of its lines, and stops it.
 *
 *     node examples/aio/stream.ts [host port]
 */
import { TCP } from '@sockio/aio'
import { instrument } from '../instrument.ts'

await using device = await instrument()
await using sock = new TCP(device.host, device.port, { timeout: 2000 })

await sock.write('ACQ:STAR\n')
let count = 0
for await (const line of sock.lines({ encoding: 'utf8', timeout: 2000 })) {
  console.log('line:', line)
  if (++count === 10) break
}
await sock.write('ACQ:STOP\n')
