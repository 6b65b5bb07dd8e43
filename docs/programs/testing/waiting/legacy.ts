import { TCP } from '@sockio/legacy'
import { scope, simulate } from '@sockio/sim'

simulate(scope()).then((device) => {
  const sock = new TCP(device.host, device.port)
  sock.write('TRIG:LEV 0.2\n')
  device.received(/^TRIG/).then((request) => {
    console.log(request) // as soon as it has arrived
    sock.close()
    device.disconnected().then(() => {
      console.log(device.clients)
      device.close()
    })
  })
})
