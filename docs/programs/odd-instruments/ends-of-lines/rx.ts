import { type SockioError, TCP } from '@sockio/rx'
import { catchError, concat, concatMap, lastValueFrom, of, tap } from 'rxjs'

await using wrong = new TCP('scope.lab', 5025)
const unanswered$ = wrong.open().pipe(
  concatMap(() => wrong.query('TEMP?', { timeout: 100 })),
  catchError((failure: SockioError) => of(failure.message)),
)

await using right = new TCP('scope.lab', 5025, {
  timeout: 2000,
  eol: '\r\n',
  writeEol: '\r',
})
await lastValueFrom(concat(unanswered$, right.query('TEMP?')).pipe(tap(console.log)))
