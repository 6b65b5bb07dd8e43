/**
 * Request and reply: who are you, and what do you measure?
 *
 *     node examples/aio/req-rep.ts [host port]
 */
import { TCP } from '@sockio/aio'
import { instrument } from '../instrument.ts'

await using device = await instrument()
await using sock = new TCP(device.host, device.port, { timeout: 2000 })

console.log('identity:', await sock.query('*IDN?'))

// Any number of callers may share the socket: each gets the reply to its own request.
const [volts, current, ready] = await Promise.all([
  sock.query('MEAS:VOLT?'),
  sock.query('MEAS:CURR?'),
  sock.query('*OPC?'),
])
console.log('voltage:', Number(volts), 'current:', Number(current), 'ready:', ready)

const waveform = await sock.writeReadBlock('WAV:DATA?\n')
console.log('waveform:', waveform.length, 'bytes')
