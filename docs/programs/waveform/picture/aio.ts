import { writeFile } from 'node:fs/promises'
import { TCP } from '@sockio/aio'
import { uint16 } from '@sockio/instrument'
import { picture } from './picture.ts'
import { preamble, scaled } from './waveform.ts'

await using sock = new TCP('scope.lab', 5025, { timeout: 10_000 })

// In a transaction: nobody else changes the scale between the two.
const waveform = await sock.transaction(async (session) => {
  await session.command('WAV:SOUR CHAN1;POIN 400;FORM WORD;BYT LSBF')
  return {
    preamble: await session.query('WAV:PRE?', { as: preamble }),
    samples: await session.query('WAV:DATA?', { as: uint16({ endian: 'little' }) }),
  }
})
const { seconds, volts } = scaled(waveform)
console.log(volts.length, 'points of', waveform.preamble.points)
console.log('at', seconds[0], 's:', volts[0]?.toFixed(3), 'V')
await writeFile('waveform.svg', picture(seconds, volts))
