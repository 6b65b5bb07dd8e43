import { TCP } from '@sockio/aio'
import { uint16 } from '@sockio/instrument'

await using sock = new TCP('scope.lab', 5025, { timeout: 5000 })
await sock.write('WAV:POIN 1000;FORM WORD;BYT LSBF\n')
const samples = await sock.query('WAV:DATA?', { as: uint16({ endian: 'little' }) }) // Uint16Array
console.log(samples.length, samples[0])
