import { TCP } from '@sockio/legacy'
import { replay } from '@sockio/recorder'
import { simulate } from '@sockio/sim'

simulate(replay('session.jsonl')).then((device) => {
  const sock = new TCP(device.host, device.port, { timeout: 2000 })
  sock.query('*IDN?', (err, identity) => {
    if (err) throw err
    console.log(identity)
    sock.close()
    device.close()
  })
})
