import { InitError, TCP } from '@sockio/rx'
import { catchError, lastValueFrom, of, tap } from 'rxjs'

await using sock = new TCP('scope.lab', 5025, {
  onConnectionMade: (session) =>
    session.query('*IDN?').pipe(
      tap((identity) => {
        const [maker] = identity.split(',')
        if (maker !== 'ACME') throw new Error(`this is an instrument of ${maker}`)
      }),
    ),
})

const volts$ = sock.query('MEAS:VOLT?').pipe(
  catchError((failure: unknown) => {
    if (!(failure instanceof InitError)) throw failure
    return of(`${failure.code} ${(failure.cause as Error).message}`)
  }),
)
await lastValueFrom(volts$.pipe(tap(console.log)))
