/**
 * One supply, two programs: an Effect application sweeps it, while two dashboards in RxJS look on. Here both are in one
 * process; they could be on any, and in any language.
 *
 *     node examples/hub/shared-supply.ts [host port]
 */
import { Tcp } from '@sockio/effect'
import { Hub } from '@sockio/hub'
import { TCP } from '@sockio/rx'
import { Effect } from 'effect'
import { firstValueFrom, merge } from 'rxjs'
import { simulatedSupply } from '../drivers/simulated.ts'
import { supply } from '../drivers/supply.ts'
import { instrument } from '../instrument.ts'
import { dashboard } from './dashboard.ts'
import { sweep } from './sweep.ts'

await using device = await instrument(simulatedSupply())
await using hub = await Hub.start({
  instruments: {
    psu: {
      url: `tcp://${device.host}:${device.port}`,
      options: { timeout: 2000 },
      listen: ['127.0.0.1:0'],
      rules: [{ match: String.raw`^(MEAS:CURR|VOLT)\?$`, maxAge: 20 }],
    },
  },
})
const [psu] = hub.instruments
const port = Number(psu?.listens[0]?.split(':')[1])

await using one = new TCP('127.0.0.1', port, { ...supply.link, timeout: 20_000 })
await using other = new TCP('127.0.0.1', port, { ...supply.link, timeout: 20_000 })
let changes = 0
const looking = merge(dashboard(one), dashboard(other)).subscribe(() => changes++) // all the while
await Promise.all([one, other].map((sock) => firstValueFrom(dashboard(sock)))) // both have seen something

await Effect.runPromise(
  sweep.pipe(Effect.provide(Tcp.layer({ ...supply.link, host: '127.0.0.1', port, timeout: 2000 }))),
)

const shown = await Promise.all([one, other].map((sock) => firstValueFrom(dashboard(sock))))
looking.unsubscribe()
for (const { volts, amperes } of shown) console.log(`dashboard: ${volts} V, ${amperes} A`) // the output is off again
console.log(
  `clients: ${psu?.owner?.state.clients.length}, holds: ${psu?.owner?.state.holds}, readings shown: ${changes > 0}`,
)
