import { number } from '@sockio/instrument'
import { poll, TCP } from '@sockio/rx'
import { lastValueFrom, map, startWith, take, tap } from 'rxjs'

await using sock = new TCP('scope.lab', 5025, { timeout: 1000 })
const rows$ = poll(sock, 'MEAS:VOLT?', 20, { as: number({ unit: 'V' }) }).pipe(
  take(3),
  map((volts) => `${new Date().toISOString()},${volts}`),
  startWith('time,volts'),
)
await lastValueFrom(rows$.pipe(tap(console.log)))
