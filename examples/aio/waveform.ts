/**
 * An oscilloscope's waveform, in volts, as a plot in characters.
 *
 *     node examples/aio/waveform.ts [host port]
 */
import { TCP } from '@sockio/aio'
import { plot } from '../drivers/plot.ts'
import { scope } from '../drivers/scope.ts'
import { instrument } from '../instrument.ts'

await using device = await instrument()
await using sock = new TCP(device.host, device.port, { ...scope.link, timeout: 2000 })
const dso = scope.on(sock)

await dso.timebase.set(0.002)
await dso.channel[1].scale.set(0.5)
await dso.waveform.points.set(400)
const { seconds, volts } = await dso.curve('CHAN1')
console.log(plot(seconds, volts))
