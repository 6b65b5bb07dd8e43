import { ConnectError, TCP } from '@sockio/rx'
import { catchError, filter, lastValueFrom, of, tap } from 'rxjs'

await using sock = new TCP('scope.lab', 5025, {
  reconnect: (attempt) => (attempt <= 3 ? 20 : false),
})

sock.events$
  .pipe(filter((event) => event.type === 'retry'))
  .subscribe(({ attempt, delay }) =>
    console.log(`attempt ${attempt} failed, again in ${delay} ms`),
  )
const code$ = sock.query('*IDN?').pipe(
  catchError((failure: unknown) => {
    if (!(failure instanceof ConnectError)) throw failure
    return of(failure.code)
  }),
)
await lastValueFrom(code$.pipe(tap(console.log)))
