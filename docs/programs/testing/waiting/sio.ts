import { scope, simulate } from '@sockio/sim'
import { TCP } from '@sockio/sio'

await using device = await simulate(scope())
await using sock = new TCP(device.host, device.port, { resolveFutures: false })
const written = sock.write('TRIG:LEV 0.2\n') // a future: this thread plays the instrument as well
console.log(await device.received(/^TRIG/)) // as soon as it has arrived
await written
await sock.close()
await device.disconnected()
console.log(device.clients)
