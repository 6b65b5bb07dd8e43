import { type SockioError, TCP } from '@sockio/rx'
import { catchError, concat, ignoreElements, lastValueFrom, map, of, tap } from 'rxjs'

await using sock = new TCP('scope.lab', 5025, { timeout: 5000, resync: 'discard' })

const late$ = sock
  .query('MEAS:VOLT?', { timeout: 50 })
  .pipe(catchError((failure: SockioError) => of(failure.code)))
const identity$ = sock
  .query('*IDN?')
  .pipe(map((identity) => `${identity} ${sock.connectionCounter}`))
const connected$ = sock.open().pipe(ignoreElements()) // else the 50 ms would be for connecting too
await lastValueFrom(concat(connected$, late$, identity$).pipe(tap(console.log)))
