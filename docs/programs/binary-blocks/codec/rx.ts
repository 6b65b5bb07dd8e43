import { uint16 } from '@sockio/instrument'
import { TCP } from '@sockio/rx'
import { concatMap, lastValueFrom } from 'rxjs'

await using sock = new TCP('scope.lab', 5025, { timeout: 5000 })
const samples$ = sock
  .write('WAV:POIN 1000;FORM WORD;BYT LSBF\n')
  .pipe(concatMap(() => sock.query('WAV:DATA?', { as: uint16({ endian: 'little' }) })))
const samples = await lastValueFrom(samples$) // Uint16Array
console.log(samples.length, samples[0])
