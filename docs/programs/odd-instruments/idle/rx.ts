import { TCP } from '@sockio/rx'
import { lastValueFrom, tap } from 'rxjs'

await using sock = new TCP('scope.lab', 5025, { timeout: 2000 })
await lastValueFrom(
  sock.exchange('ST?\n', { idle: 50 }, { encoding: 'utf8' }).pipe(tap(console.log)),
)
