import { writeFileSync } from 'node:fs'
import { uint16 } from '@sockio/instrument'
import { TCP } from '@sockio/sio'
import { picture } from './picture.ts'
import { preamble, scaled } from './waveform.ts'

using sock = new TCP('scope.lab', 5025, { timeout: 10_000 })

// In a transaction: nobody else changes the scale between the two.
const waveform = sock.transaction((session) => {
  session.command('WAV:SOUR CHAN1;POIN 400;FORM WORD;BYT LSBF')
  return {
    preamble: session.query('WAV:PRE?', { as: preamble }),
    samples: session.query('WAV:DATA?', { as: uint16({ endian: 'little' }) }),
  }
})
const { seconds, volts } = scaled(waveform)
console.log(volts.length, 'points of', waveform.preamble.points)
console.log('at', seconds[0], 's:', volts[0]?.toFixed(3), 'V')
writeFileSync('waveform.svg', picture(seconds, volts))
