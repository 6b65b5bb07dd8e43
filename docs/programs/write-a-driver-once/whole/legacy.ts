import { TCP } from '@sockio/legacy'
import { supply } from './supply.mts'

const sock = new TCP('127.0.0.1', 5025, { ...supply.link, timeout: 2000 })
const psu = supply.on(sock)

psu.protection.get(show) // a record
psu.sensor[2].temperature.get(show) // a channel: 3 does not compile
psu.recall(1)
psu.calibrate((err) => {
  if (err) throw err
  // the instrument says that it is done
  psu.sweep(1, 2, (err, points) => {
    show(err, points)
    psu.voltage.set(25, (err) => {
      console.log(String(err))
      sock.close()
    })
  })
})

function show(err: Error | null, value: unknown) {
  if (err) throw err
  console.log(value)
}
