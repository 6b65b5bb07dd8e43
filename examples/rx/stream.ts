/**
 * A stream: starts an acquisition, prints ten of its lines, and stops it.
 *
 *     node examples/rx/stream.ts [host port]
 */
import { TCP } from '@sockio/rx'
import { concat, ignoreElements, lastValueFrom, map, take, tap } from 'rxjs'
import { instrument } from '../instrument.ts'

await using device = await instrument()
await using sock = new TCP(device.host, device.port, { timeout: 2000 })

const lines$ = sock.lines({ encoding: 'utf8', timeout: 2000 }).pipe(
  take(10),
  map((line) => `line: ${line}`),
  tap(console.log),
)

await lastValueFrom(concat(sock.write('ACQ:STAR\n'), lines$, sock.write('ACQ:STOP\n')).pipe(ignoreElements()), {
  defaultValue: undefined,
})
