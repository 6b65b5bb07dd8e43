import { TCP } from '@sockio/rx'
import { scope, simulate } from '@sockio/sim'
import { concat, concatMap, defer, forkJoin, lastValueFrom, map, tap } from 'rxjs'

await using device = await simulate(scope())
await using sock = new TCP(device.host, device.port)
const written$ = forkJoin({
  request: defer(() => device.received(/^TRIG/)), // as soon as it has arrived
  written: sock.write('TRIG:LEV 0.2\n'),
}).pipe(map(({ request }) => request))
const closed$ = sock.close().pipe(
  concatMap(() => device.disconnected()),
  map(() => device.clients),
)
await lastValueFrom(concat(written$, closed$).pipe(tap(console.log)))
