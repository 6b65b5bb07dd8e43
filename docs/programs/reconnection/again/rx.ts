import { ConnectionLostError, TCP } from '@sockio/rx'
import { catchError, concat, lastValueFrom, map, of, tap } from 'rxjs'

await using sock = new TCP('scope.lab', 5025, { timeout: 5000 })

const lost$ = sock.query('MEAS:VOLT?').pipe(
  catchError((failure: unknown) => {
    if (!(failure instanceof ConnectionLostError)) throw failure
    return of(`${failure.code} ${failure.sent}`)
  }),
)
const volts$ = sock
  .query('MEAS:VOLT?', { retries: 1 })
  .pipe(map((volts) => `${Number.isFinite(Number(volts))} ${sock.connectionCounter}`))
await lastValueFrom(concat(lost$, volts$).pipe(tap(console.log)))
