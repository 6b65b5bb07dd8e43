import { number } from '@sockio/instrument'
import { poll, TCP } from '@sockio/sio'

using sock = new TCP('scope.lab', 5025, { timeout: 1000 })
console.log('time,volts')
let count = 0
for (const volts of poll(sock, 'MEAS:VOLT?', 20, { as: number({ unit: 'V' }) })) {
  console.log(`${new Date().toISOString()},${volts}`)
  if (++count === 3) break
}
