import { uint16 } from '@sockio/instrument'
import { TCP } from '@sockio/legacy'
import { inVolts, preamble } from './waveform.ts'

const sock = new TCP('scope.lab', 5025, { timeout: 5000 })

sock.command('WAV:POIN 1000;FORM WORD;BYT LSBF')
sock.query('WAV:PRE?', { as: preamble }, (err, scale) => {
  if (err) throw err
  sock.query('WAV:DATA?', { as: uint16({ endian: 'little' }) }, (err, samples) => {
    if (err) throw err
    const volts = inVolts(samples, scale)
    console.log(volts.length, Math.max(...volts).toFixed(3), 'V at most')
    console.log('from', 1000 * scale.xOrigin, 'ms, each', 1e6 * scale.xIncrement, 'µs')
    sock.close()
  })
})
