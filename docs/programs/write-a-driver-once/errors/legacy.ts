import { InstrumentError, TCP } from '@sockio/legacy'
import { careless } from './careless.mts'

const sock = new TCP('127.0.0.1', 5025, { timeout: 2000 })
const psu = careless.on(sock)

psu.voltage.set(25, (err) => {
  if (!(err instanceof InstrumentError)) throw err
  console.log(err.number, err.text)
  console.log(err.command)
  sock.close()
})
