import { writeFile } from 'node:fs/promises'
import { uint16 } from '@sockio/instrument'
import { TCP } from '@sockio/rx'
import { concatMap, forkJoin, lastValueFrom } from 'rxjs'
import { picture } from './picture.ts'
import { preamble, scaled } from './waveform.ts'

await using sock = new TCP('scope.lab', 5025, { timeout: 10_000 })

// In a transaction: nobody else changes the scale between the two.
const waveform$ = sock.transaction((session) =>
  session.command('WAV:SOUR CHAN1;POIN 400;FORM WORD;BYT LSBF').pipe(
    concatMap(() =>
      forkJoin({
        preamble: session.query('WAV:PRE?', { as: preamble }),
        samples: session.query('WAV:DATA?', { as: uint16({ endian: 'little' }) }),
      }),
    ),
  ),
)
const picture$ = waveform$.pipe(
  concatMap((waveform) => {
    const { seconds, volts } = scaled(waveform)
    console.log(volts.length, 'points of', waveform.preamble.points)
    console.log('at', seconds[0], 's:', volts[0]?.toFixed(3), 'V')
    return writeFile('waveform.svg', picture(seconds, volts))
  }),
)
await lastValueFrom(picture$)
