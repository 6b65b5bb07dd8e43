import { TCP } from '@sockio/rx'
import { concat, filter, lastValueFrom, tap } from 'rxjs'

await using sock = new TCP('scope.lab', 5025, { timeout: 2000 })
sock.events$
  .pipe(filter((event) => event.type === 'stray'))
  .subscribe(({ bytes }) => console.log('stray:', Buffer.from(bytes).toString().trim()))
await lastValueFrom(
  concat(sock.query('MEAS:VOLT?'), sock.query('*IDN?')).pipe(tap(console.log)),
)
