/**
 * A stream: starts an acquisition, prints ten of its lines, and stops it.
 *
 *     node examples/rx/stream.ts [host port]
 */
import { TCP } from '@sockio/rx'
import { concat, lastValueFrom, map, take, tap } from 'rxjs'
import { instrument } from '../instrument.ts'

await using device = await instrument()
await using sock = new TCP(device.host, device.port, { timeout: 2000 })

const lines$ = sock.lines({ start: 'ACQ:STAR', stop: 'ACQ:STOP', encoding: 'utf8', timeout: 2000 }).pipe(
  take(10),
  map((line) => `line: ${line}`),
)
const identity$ = sock.query('*IDN?').pipe(map((reply) => `then: ${reply}`))

await lastValueFrom(concat(lines$, identity$).pipe(tap(console.log)))
