import { TCP } from '@sockio/rx'
import { lastValueFrom, tap } from 'rxjs'

await using sock = new TCP('scope.lab', 5025, { timeout: 1000 })
await lastValueFrom(sock.query('*IDN?').pipe(tap(console.log)))
