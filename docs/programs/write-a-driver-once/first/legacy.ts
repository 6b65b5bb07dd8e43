import { TCP } from '@sockio/legacy'
import { supply } from './supply.mts'

const sock = new TCP('127.0.0.1', 5025, { timeout: 2000 })

const psu = supply.on(sock)
psu.voltage.set(5)
psu.output.set('on') // 'off' or 'on': another word does not compile
psu.voltage.get((err, volts) => {
  if (err) throw err
  psu.output.get((err, output) => {
    if (err) throw err
    console.log(`${volts} V, ${output}`)
    try {
      psu.voltage.set(31) // a bad argument is thrown at once
    } catch (error) {
      console.log(String(error))
    }
    sock.close()
  })
})
