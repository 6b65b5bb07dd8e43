import { NotConnectedError, TCP } from '@sockio/rx'
import { catchError, concat, ignoreElements, lastValueFrom, of, tap } from 'rxjs'

await using sock = new TCP('scope.lab', 5025, { autoReconnect: false, timeout: 1000 })
const identity$ = sock.query('*IDN?')
const refused$ = identity$.pipe(
  catchError((failure: unknown) => {
    if (!(failure instanceof NotConnectedError)) throw failure
    return of(failure.code)
  }),
)
await lastValueFrom(
  concat(refused$, sock.open().pipe(ignoreElements()), identity$).pipe(tap(console.log)),
)
