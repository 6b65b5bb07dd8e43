import { type SockioError, TCP } from '@sockio/rx'
import { catchError, concat, EMPTY, lastValueFrom } from 'rxjs'

await using sock = new TCP('scope.lab', 5025, { timeout: 2000 })
const told$ = sock.query('MEAS:FLUX?', { timeout: 100 }).pipe(
  catchError((error: SockioError) => {
    console.log(error.name, error.code, error.phase, error.sent)
    console.log(String(error.request), error.partial?.length)
    return EMPTY
  }),
)
await lastValueFrom(concat(sock.open(), told$), { defaultValue: undefined })
