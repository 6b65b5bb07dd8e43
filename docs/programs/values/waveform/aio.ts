import { TCP } from '@sockio/aio'
import { uint16 } from '@sockio/instrument'
import { inVolts, preamble } from './waveform.ts'

await using sock = new TCP('scope.lab', 5025, { timeout: 5000 })
await sock.command('WAV:POIN 1000;FORM WORD;BYT LSBF')
const scale = await sock.query('WAV:PRE?', { as: preamble })
const samples = await sock.query('WAV:DATA?', { as: uint16({ endian: 'little' }) })
const volts = inVolts(samples, scale)
console.log(volts.length, Math.max(...volts).toFixed(3), 'V at most')
console.log('from', 1000 * scale.xOrigin, 'ms, each', 1e6 * scale.xIncrement, 'µs')
