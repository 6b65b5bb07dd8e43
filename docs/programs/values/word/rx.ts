import { choice } from '@sockio/instrument'
import { TCP } from '@sockio/rx'
import { concat, ignoreElements, lastValueFrom, tap } from 'rxjs'

await using sock = new TCP('scope.lab', 5025, { timeout: 1000 })
const format = choice({ bytes: 'BYTE', words: 'WORD' })
const set$ = sock.command(`WAV:FORM ${format.encode('words')}`).pipe(ignoreElements())
const now$ = sock.query('WAV:FORM?', { as: format }) // Observable<'bytes' | 'words'>
await lastValueFrom(concat(set$, now$).pipe(tap(console.log)))
