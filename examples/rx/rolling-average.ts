/**
 * A live rolling average over a stream that outlives its instrument: in the middle of it the (simulated) instrument
 * reboots, and the pipeline does not notice. Ends by itself after forty averages.
 *
 *     node examples/rx/rolling-average.ts
 */
import { type LinkEvent, TCP } from '@sockio/rx'
import { scope, simulate } from '@sockio/sim'
import {
  bufferCount,
  concatMap,
  elementAt,
  filter,
  ignoreElements,
  last,
  lastValueFrom,
  map,
  merge,
  share,
  take,
  takeUntil,
  tap,
} from 'rxjs'

const WINDOW = 10
const AVERAGES = 40
/** The rest are of the next connection. */
const HALF = AVERAGES / 2

/** A slow wave around 1 V, with a ripple on it that the average takes away. */
const volts = (index: number) => 1 + 0.2 * Math.sin(index / 10) + 0.1 * (index % 2 === 0 ? 1 : -1)

await using device = await simulate(scope({ period: 5, line: (index) => volts(index).toFixed(4) }))
await using sock = new TCP(device.host, device.port, {
  reconnect: { retries: 50, minDelay: 20, maxDelay: 100 },
  onConnectionMade: (session) => session.write('ACQ:STAR\n'), // on every connection
})

const average$ = sock.lines({ encoding: 'utf8', reconnect: true, timeout: 5000 }).pipe(
  map(Number),
  bufferCount(WINDOW, 1),
  map((window) => window.reduce((sum, sample) => sum + sample, 0) / WINDOW),
  filter((_, index) => index <= HALF || sock.connectionCounter > 1), // what was under way when it rebooted is not shown
  take(AVERAGES),
  share(), // one stream, whoever looks at it
)

const shown$ = average$.pipe(map((average) => `average ${average.toFixed(3)} ${'#'.repeat(40 * (average - 0.5))}`))

const say = (event: LinkEvent) => {
  if (event.type === 'lost') return `lost    ${event.error?.message}`
  return event.type === 'state' && event.state === 'ready' ? `ready   connection ${sock.connectionCounter}` : ''
}
const link$ = sock.events$.pipe(map(say), filter(Boolean), takeUntil(average$.pipe(last())))

const reboot$ = average$.pipe(
  elementAt(HALF),
  concatMap(() => device.reboot(100)),
  ignoreElements(),
)

await lastValueFrom(merge(link$, reboot$, shown$).pipe(tap(console.log)))
