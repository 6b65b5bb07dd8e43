import { uint16 } from '@sockio/instrument'
import { TCP } from '@sockio/sio'

using sock = new TCP('scope.lab', 5025, { timeout: 5000 })
sock.write('WAV:POIN 1000;FORM WORD;BYT LSBF\n')
const samples = sock.query('WAV:DATA?', { as: uint16({ endian: 'little' }) }) // Uint16Array
console.log(samples.length, samples[0])
