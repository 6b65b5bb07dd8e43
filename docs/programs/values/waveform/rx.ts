import { uint16 } from '@sockio/instrument'
import { TCP } from '@sockio/rx'
import { concatMap, forkJoin, lastValueFrom } from 'rxjs'
import { inVolts, preamble } from './waveform.ts'

await using sock = new TCP('scope.lab', 5025, { timeout: 5000 })
const waveform$ = sock.command('WAV:POIN 1000;FORM WORD;BYT LSBF').pipe(
  concatMap(() =>
    forkJoin({
      scale: sock.query('WAV:PRE?', { as: preamble }),
      samples: sock.query('WAV:DATA?', { as: uint16({ endian: 'little' }) }),
    }),
  ),
)
const { scale, samples } = await lastValueFrom(waveform$)
const volts = inVolts(samples, scale)
console.log(volts.length, Math.max(...volts).toFixed(3), 'V at most')
console.log('from', 1000 * scale.xOrigin, 'ms, each', 1e6 * scale.xIncrement, 'µs')
