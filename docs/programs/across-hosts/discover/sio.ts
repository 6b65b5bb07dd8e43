import { discover } from '@sockio/hub/nats'
import { socketForUrl } from '@sockio/sio'

const lab = { servers: 'nats://127.0.0.1:4222', prefix: 'lab' }
for (const { name, url } of await discover(lab)) {
  using sock = socketForUrl(`${lab.servers}/lab/${name}`, { timeout: 2000 })
  console.log(name, url, sock.query('*IDN?'))
}
