import { type SockioError, TCP } from '@sockio/rx'
import { catchError, concat, concatMap, lastValueFrom, of, tap } from 'rxjs'

await using sock = new TCP('scope.lab', 5025, {
  timeout: 5000,
  reconnect: { retries: Infinity, minDelay: 50, maxDelay: 1000 },
  onConnectionMade: (session) =>
    session.write('CHAN1:SCAL 0.5\n').pipe(
      concatMap(() => session.query('*OPC?')),
      tap((done) => {
        if (done !== '1') throw new Error('not ready')
        console.log('initialised')
      }),
    ),
})

const scale$ = sock.query('CHAN1:SCAL?')
const reboot$ = sock
  .query('SYST:REB')
  .pipe(catchError((error: SockioError) => of(error.code))) // off, and back after 100 ms
await lastValueFrom(concat(scale$, reboot$, scale$).pipe(tap(console.log)))
