import { TCP } from '@sockio/rx'
import { concatMap, ignoreElements, lastValueFrom, merge, tap, timer } from 'rxjs'

await using other = new TCP('scope.lab', 5025, { timeout: 2000 })
await using sock = new TCP('scope.lab', 5025, {
  timeout: 10_000,
  settle: 500,
  reconnect: { retries: 50, minDelay: 50, factor: 1 },
})

const closed$ = timer(500).pipe(
  concatMap(() => other.close()),
  ignoreElements(),
)
const identity$ = other
  .query('*OPC?')
  .pipe(concatMap(() => merge(closed$, sock.query('*IDN?'))))
await lastValueFrom(identity$.pipe(tap(console.log)))
