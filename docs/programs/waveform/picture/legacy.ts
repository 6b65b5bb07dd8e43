import { writeFile } from 'node:fs'
import { uint16 } from '@sockio/instrument'
import { type Done, type Session, TCP } from '@sockio/legacy'
import { picture } from './picture.ts'
import { preamble, scaled, type Waveform } from './waveform.ts'

const sock = new TCP('scope.lab', 5025, { timeout: 10_000 })

// In a transaction: nobody else changes the scale between the two.
function read(session: Session, done: Done<Waveform>) {
  session.command('WAV:SOUR CHAN1;POIN 400;FORM WORD;BYT LSBF')
  session.query('WAV:PRE?', { as: preamble }, (err, fields) => {
    if (err) return done(err)
    session.query('WAV:DATA?', { as: uint16({ endian: 'little' }) }, (err, samples) => {
      if (err) return done(err)
      done(null, { preamble: fields, samples })
    })
  })
}

sock.transaction(read, (err, waveform) => {
  sock.close()
  if (err) throw err
  const { seconds, volts } = scaled(waveform)
  console.log(volts.length, 'points of', waveform.preamble.points)
  console.log('at', seconds[0], 's:', volts[0]?.toFixed(3), 'V')
  writeFile('waveform.svg', picture(seconds, volts), (err) => {
    if (err) throw err
  })
})
