import { TCP } from '@sockio/rx'
import { concatMap, from, lastValueFrom, map, tap, zip } from 'rxjs'
import { scaled } from './point.ts'

await using sock = new TCP('scope.lab', 5025, { timeout: 5000 })
const points$ = sock.write('WAV:POIN 1000;FORM WORD;BYT LSBF\n').pipe(
  concatMap(() => zip(sock.query('WAV:PRE?'), sock.writeReadBlock('WAV:DATA?\n'))),
  concatMap(([preamble, data]) => from([0, 31, 500]).pipe(map(scaled(preamble, data)))),
)
await lastValueFrom(points$.pipe(tap(console.log)))
