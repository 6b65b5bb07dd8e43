import { socketForUrl } from '@sockio/legacy'
import { registerScheme } from '@sockio/node'
import { memory, raw, scope, simulate } from '@sockio/sim'

registerScheme('memory', memory)

simulate(scope(), { memory: 'scope' }).then((device) => {
  const sock = socketForUrl(device.url, { timeout: 2000 }) // memory://scope
  sock.query('*IDN?', (err, identity) => {
    if (err) throw err
    console.log(identity.split(',')[1])
    sock.close()
    device.close().then(onBus)
  })
})

/** As on GPIB, VXI-11 and HiSLIP: the end of a reply is said, and its end of line may be missing. */
function onBus() {
  const answers = { 'READ?': raw('4.998') }
  simulate(answers, { memory: 'meter', messages: true }).then((meter) => {
    const bus = socketForUrl(meter.url, { timeout: 2000 })
    bus.query('READ?', (err, reading) => {
      if (err) throw err
      console.log(reading)
      bus.close()
      meter.close()
    })
  })
}
