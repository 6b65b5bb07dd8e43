import { number } from '@sockio/instrument'
import { DecodeError, TCP } from '@sockio/rx'
import { catchError, concat, lastValueFrom, map, of, tap } from 'rxjs'

await using sock = new TCP('scope.lab', 5025, { timeout: 1000 })
const screen$ = sock
  .query('CHAN1:SCAL?', { as: number({ unit: 'V' }) })
  .pipe(map((scale) => `${scale * 8} V on the screen`))
const word$ = sock.query('WAV:FORM?', { as: number() }).pipe(
  catchError((error: unknown) => {
    if (!(error instanceof DecodeError)) throw error
    return of(`${error.expected} | ${error.partial?.toString()}`)
  }),
)
await lastValueFrom(concat(screen$, word$).pipe(tap(console.log)))
