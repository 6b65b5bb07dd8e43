import { recorder } from '@sockio/recorder'
import { TCP } from '@sockio/rx'
import { lastValueFrom, tap } from 'rxjs'

await using sock = new TCP('scope.lab', 5025, {
  timeout: 2000,
  ...recorder('session.jsonl'),
})
await lastValueFrom(sock.query('*IDN?').pipe(tap(console.log)))
