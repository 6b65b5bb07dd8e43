import { socketForUrl } from '@sockio/aio'
import { discover } from '@sockio/hub/nats'

const lab = { servers: 'nats://127.0.0.1:4222', prefix: 'lab' }
for (const { name, url } of await discover(lab)) {
  await using sock = socketForUrl(`${lab.servers}/lab/${name}`, { timeout: 2000 })
  console.log(name, url, await sock.query('*IDN?'))
}
