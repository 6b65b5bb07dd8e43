import { TCP } from '@sockio/rx'
import { concatMap, lastValueFrom } from 'rxjs'

await using sock = new TCP('scope.lab', 5025, { timeout: 5000 })
const waveform$ = sock
  .write('WAV:POIN 500\n')
  .pipe(concatMap(() => sock.writeReadBlock('WAV:DATA?\n')))
const waveform = await lastValueFrom(waveform$)
console.log(waveform.length, 'bytes')
