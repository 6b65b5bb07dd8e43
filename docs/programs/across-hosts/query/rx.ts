import '@sockio/hub/nats'
import { socketForUrl } from '@sockio/rx'
import { lastValueFrom, tap } from 'rxjs'

await using psu = socketForUrl('nats://127.0.0.1:4222/lab/psu1', {
  timeout: 2000,
  reconnect: { retries: 20, minDelay: 100, maxDelay: 1000 }, // until the next hub owns it
})
await lastValueFrom(psu.query('*IDN?').pipe(tap(console.log)))
