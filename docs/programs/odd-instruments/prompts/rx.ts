import { TCP } from '@sockio/rx'
import { lastValueFrom, tap } from 'rxjs'

await using sock = new TCP('scope.lab', 5025, {
  timeout: 2000,
  eol: '\r\n> ',
  writeEol: '\n',
  onConnectionMade: (session) => session.readUntil('> '), // the first one
})
await lastValueFrom(sock.query('TEMP?').pipe(tap(console.log)))
