import { registerScheme } from '@sockio/node'
import { socketForUrl } from '@sockio/rx'
import { memory, raw, scope, simulate } from '@sockio/sim'
import { concat, lastValueFrom, map, tap } from 'rxjs'

registerScheme('memory', memory)

await using device = await simulate(scope(), { memory: 'scope' })
await using sock = socketForUrl(device.url, { timeout: 2000 }) // memory://scope
const model$ = sock.query('*IDN?').pipe(map((identity) => identity.split(',')[1]))

// As on GPIB, VXI-11 and HiSLIP: the end of a reply is said, and its end of line may be missing.
await using meter = await simulate(
  { 'READ?': raw('4.998') },
  { memory: 'meter', messages: true },
)
await using bus = socketForUrl(meter.url, { timeout: 2000 })
const reading$ = bus.query('READ?')

await lastValueFrom(concat(model$, reading$).pipe(tap(console.log)))
