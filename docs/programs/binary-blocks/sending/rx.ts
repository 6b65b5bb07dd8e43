import { TCP } from '@sockio/rx'
import { lastValueFrom, tap } from 'rxjs'
import { message } from './message.ts'

await using sock = new TCP('scope.lab', 5025, { timeout: 2000 })
const samples = message('DATA', Buffer.from('0123456789'))
const told$ = sock.writeReadLine(samples, { encoding: 'utf8' }) // it tells how much has come
await lastValueFrom(told$.pipe(tap(console.log)))
