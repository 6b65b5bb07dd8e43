import { discover } from '@sockio/hub/nats'
import { socketForUrl } from '@sockio/legacy'

const lab = { servers: 'nats://127.0.0.1:4222', prefix: 'lab' }
discover(lab).then((found) => {
  for (const { name, url } of found) {
    const sock = socketForUrl(`${lab.servers}/lab/${name}`, { timeout: 2000 })
    sock.query('*IDN?', (err, identity) => {
      if (err) throw err
      console.log(name, url, identity)
      sock.close()
    })
  }
})
