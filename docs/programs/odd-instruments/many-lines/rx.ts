import { TCP } from '@sockio/rx'
import { lastValueFrom, tap } from 'rxjs'

await using sock = new TCP('scope.lab', 5025, { timeout: 2000 })
await lastValueFrom(sock.query('LIST?', { eol: '\nEND\n' }).pipe(tap(console.log)))
