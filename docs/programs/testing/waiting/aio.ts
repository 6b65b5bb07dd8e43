import { TCP } from '@sockio/aio'
import { scope, simulate } from '@sockio/sim'

await using device = await simulate(scope())
await using sock = new TCP(device.host, device.port)
const written = sock.write('TRIG:LEV 0.2\n')
console.log(await device.received(/^TRIG/)) // as soon as it has arrived
await written
await sock.close()
await device.disconnected()
console.log(device.clients)
