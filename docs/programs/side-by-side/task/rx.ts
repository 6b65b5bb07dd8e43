import { TCP, TimeoutError } from '@sockio/rx'
import { catchError, concat, lastValueFrom, of, take, tap } from 'rxjs'

await using sock = new TCP('scope.lab', 5025, {
  timeout: 1000,
  onConnectionMade: (session) => session.write('CHAN1:SCAL 0.5\n'),
})

const unknown$ = sock.query('MEAS:FLUX?', { timeout: 100 }).pipe(
  catchError((error: unknown) => {
    if (!(error instanceof TimeoutError)) throw error
    return of(`${error.code} ${error.phase}`)
  }),
)
const lines$ = sock
  .lines({ start: 'ACQ:STAR', stop: 'ACQ:STOP', encoding: 'utf8' })
  .pipe(take(3))

await lastValueFrom(concat(sock.query('*IDN?'), unknown$, lines$).pipe(tap(console.log)))
