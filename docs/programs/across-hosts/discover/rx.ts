import { discover } from '@sockio/hub/nats'
import { socketForUrl, usingSocket } from '@sockio/rx'
import { concatMap, defer, lastValueFrom, map, mergeAll, tap } from 'rxjs'

const lab = { servers: 'nats://127.0.0.1:4222', prefix: 'lab' }
const identities$ = defer(() => discover(lab)).pipe(
  mergeAll(),
  concatMap(({ name, url }) =>
    usingSocket(
      () => socketForUrl(`${lab.servers}/lab/${name}`, { timeout: 2000 }),
      (sock) => sock.query('*IDN?').pipe(map((identity) => `${name} ${url} ${identity}`)),
    ),
  ),
)
await lastValueFrom(identities$.pipe(tap(console.log)))
