import { TCP } from '@sockio/rx'
import { concat, EMPTY, lastValueFrom, mergeMap, tap, throwError } from 'rxjs'

await using sock = new TCP('scope.lab', 5025, { timeout: 2000 })

const command = (text: string) =>
  sock
    .query(text)
    .pipe(
      mergeMap((answer) =>
        answer === 'OK' ? EMPTY : throwError(() => new Error(`${text}: ${answer}`)),
      ),
    )

await lastValueFrom(
  concat(command('TEMP 40'), sock.query('TEMP?')).pipe(tap(console.log)),
)
