import { uint16 } from '@sockio/instrument'
import { TCP } from '@sockio/legacy'

const sock = new TCP('scope.lab', 5025, { timeout: 5000 })

sock.write('WAV:POIN 1000;FORM WORD;BYT LSBF\n')
sock.query('WAV:DATA?', { as: uint16({ endian: 'little' }) }, (err, samples) => {
  if (err) throw err
  console.log(samples.length, samples[0]) // Uint16Array
  sock.close()
})
