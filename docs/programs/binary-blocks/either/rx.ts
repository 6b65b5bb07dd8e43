import { TCP } from '@sockio/rx'
import { concat, concatMap, from, ignoreElements, lastValueFrom, map, tap } from 'rxjs'

await using sock = new TCP('scope.lab', 5025, { timeout: 5000 })
const setUp$ = sock.write('WAV:POIN 4\n').pipe(ignoreElements())
const replies$ = from(['*OPC?\n', 'WAV:DATA?\n']).pipe(
  concatMap((request) => sock.writeReadLine(request, { blocks: true })),
  map((reply) => reply.subarray(0, 3).toString('latin1').trimEnd()),
)
await lastValueFrom(concat(setUp$, replies$).pipe(tap(console.log)))
