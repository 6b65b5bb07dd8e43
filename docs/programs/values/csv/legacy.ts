import { number } from '@sockio/instrument'
import { poll, TCP } from '@sockio/legacy'

const sock = new TCP('scope.lab', 5025, { timeout: 1000 })
const readings = poll(sock, 'MEAS:VOLT?', 20, { as: number({ unit: 'V' }) })

console.log('time,volts')
let count = 0
readings.on('data', (volts) => {
  console.log(`${new Date().toISOString()},${volts}`)
  if (++count === 3) readings.stop()
})
readings.on('error', (err) => {
  throw err
})
readings.on('end', () => sock.close())
