/**
 * Request and reply: who are you, and what do you measure?
 *
 *     node examples/rx/req-rep.ts [host port]
 */
import { queryEach, TCP } from '@sockio/rx'
import { concat, forkJoin, from, lastValueFrom, map, tap, toArray } from 'rxjs'
import { instrument } from '../instrument.ts'

await using device = await instrument()
await using sock = new TCP(device.host, device.port, { timeout: 2000 })

const identity$ = sock.query('*IDN?').pipe(map((name) => `identity: ${name}`))

// Any number of subscribers may share the socket: each gets the reply to its own request.
const measured$ = forkJoin({ volts: sock.query('MEAS:VOLT?'), current: sock.query('MEAS:CURR?') }).pipe(
  map(({ volts, current }) => `voltage: ${Number(volts)} current: ${Number(current)}`),
)

const scales$ = from([1, 2, 3, 4]).pipe(
  map((channel) => `CHAN${channel}:SCAL?`),
  queryEach(sock),
  map(Number),
  toArray(),
  map((scales) => `scales: ${scales.join(' ')}`),
)

const waveform$ = sock.writeReadBlock('WAV:DATA?\n').pipe(map((waveform) => `waveform: ${waveform.length} bytes`))

await lastValueFrom(concat(identity$, measured$, scales$, waveform$).pipe(tap(console.log)))
