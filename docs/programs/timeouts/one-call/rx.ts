import { TCP, TimeoutError } from '@sockio/rx'
import { catchError, concat, EMPTY, lastValueFrom, tap } from 'rxjs'

await using sock = new TCP('scope.lab', 5025, { timeout: 2000 })
const unknown$ = sock.query('MEAS:FLUX?', { timeout: 100 }).pipe(
  // it does not know that, and says nothing
  catchError((error: unknown) => {
    if (!(error instanceof TimeoutError)) throw error
    console.log(error.message)
    console.log(error.phase, error.sent)
    return EMPTY
  }),
)
await lastValueFrom(concat(sock.query('*IDN?').pipe(tap(console.log)), unknown$))
