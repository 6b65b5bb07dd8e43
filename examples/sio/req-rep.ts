/**
 * Request and reply: who are you, and what do you measure?
 *
 *     node examples/sio/req-rep.ts [host port]
 */
import { TCP } from '@sockio/sio'
import { instrument } from './instrument.ts'

const { host, port } = instrument('scope')
const sock = new TCP(host, port, { timeout: 2000 })

console.log('identity:', sock.query('*IDN?'))
console.log('voltage:', Number(sock.query('MEAS:VOLT?')), 'current:', Number(sock.query('MEAS:CURR?')))
console.log('waveform:', sock.writeReadBlock('WAV:DATA?\n').length, 'bytes')
sock.close()
