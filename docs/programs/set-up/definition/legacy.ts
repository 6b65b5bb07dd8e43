import { InstrumentError, TCP } from '@sockio/legacy'
import { supply } from './supply.ts'

const sock = new TCP('supply.lab', 5025, {
  ...supply.link,
  timeout: 10_000,
  reconnect: { retries: Infinity, minDelay: 100, maxDelay: 5000 },
  // On every connection, before anything else.
  onConnectionMade(session, done) {
    supply.on(session).limit.set(0.5, (err) => {
      if (!err) console.log('set up')
      done(err)
    })
  },
})
const psu = supply.on(sock)

psu.calibrate((err) => {
  if (err) throw err
  console.log('calibrated')
  // it reboots
  psu.current.get({ retries: 1 }, (err, amperes) => {
    if (err) throw err
    console.log(amperes, 'A')
    psu.voltage.set(31, (err) => {
      if (!(err instanceof InstrumentError)) throw err
      console.log(`${err.command}: ${err.number} ${err.text}`)
      sock.close()
    })
  })
})
