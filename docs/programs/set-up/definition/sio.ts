import { InstrumentError, TCP } from '@sockio/sio'
import { supply } from './supply.ts'

using sock = new TCP('supply.lab', 5025, {
  ...supply.link,
  timeout: 10_000,
  reconnect: { retries: Infinity, minDelay: 100, maxDelay: 5000 },
  // On every connection, before anything else.
  onConnectionMade: (session) => {
    supply.on(session).limit.set(0.5)
    console.log('set up')
  },
})
const psu = supply.on(sock)

psu.calibrate()
console.log('calibrated')
console.log(psu.current.get({ retries: 1 }), 'A') // it reboots
try {
  psu.voltage.set(31)
} catch (error) {
  if (!(error instanceof InstrumentError)) throw error
  console.log(`${error.command}: ${error.number} ${error.text}`)
}
