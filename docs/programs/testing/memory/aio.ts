import { socketForUrl } from '@sockio/aio'
import { registerScheme } from '@sockio/node'
import { memory, raw, scope, simulate } from '@sockio/sim'

registerScheme('memory', memory)

await using device = await simulate(scope(), { memory: 'scope' })
await using sock = socketForUrl(device.url, { timeout: 2000 }) // memory://scope
console.log((await sock.query('*IDN?')).split(',')[1])

// As on GPIB, VXI-11 and HiSLIP: the end of a reply is said, and its end of line may be missing.
await using meter = await simulate(
  { 'READ?': raw('4.998') },
  { memory: 'meter', messages: true },
)
await using bus = socketForUrl(meter.url, { timeout: 2000 })
console.log(await bus.query('READ?'))
