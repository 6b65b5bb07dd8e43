import '@sockio/hub/nats'
import { socketForUrl } from '@sockio/legacy'

const psu = socketForUrl('nats://127.0.0.1:4222/lab/psu1', {
  timeout: 2000,
  reconnect: { retries: 20, minDelay: 100, maxDelay: 1000 }, // until the next hub owns it
})

psu.query('*IDN?', (err, identity) => {
  if (err) throw err
  console.log(identity)
  psu.close()
})
