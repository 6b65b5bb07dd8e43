import { TCP } from '@sockio/rx'
import { concat, lastValueFrom, take, tap } from 'rxjs'

await using sock = new TCP('scope.lab', 5025, { timeout: 1000 })
const lines$ = sock.lines({ start: 'ACQ:STAR', stop: 'ACQ:STOP', encoding: 'utf8' })
const session$ = concat(sock.query('*IDN?'), lines$.pipe(take(3)), sock.query('*OPC?'))
await lastValueFrom(session$.pipe(tap(console.log)))
