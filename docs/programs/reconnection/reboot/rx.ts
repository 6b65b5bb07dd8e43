import { ConnectionLostError, TCP } from '@sockio/rx'
import { catchError, concat, lastValueFrom, map, of, tap } from 'rxjs'

await using sock = new TCP('scope.lab', 5025, {
  timeout: 10_000,
  reconnect: { retries: Infinity, minDelay: 50, maxDelay: 1000 },
})

const identity$ = sock.query('*IDN?')
// Off, in place of a reply, and back after 200 ms.
const reboot$ = sock.query('SYST:REB').pipe(
  catchError((error: unknown) => {
    if (!(error instanceof ConnectionLostError)) throw error
    return of(error.code)
  }),
)
const again$ = identity$.pipe(map((identity) => `${identity} ${sock.connectionCounter}`))
await lastValueFrom(concat(identity$, reboot$, again$).pipe(tap(console.log)))
