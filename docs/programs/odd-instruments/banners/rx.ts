import { TCP } from '@sockio/rx'
import { lastValueFrom, tap } from 'rxjs'

await using sock = new TCP('scope.lab', 5025, {
  timeout: 2000,
  onConnectionMade: (session) =>
    session.readLine({ encoding: 'utf8' }).pipe(tap(console.log)),
})
await lastValueFrom(sock.query('*IDN?').pipe(tap(console.log)))
