import { TCP, TimeoutError } from '@sockio/sio'

using sock = new TCP('scope.lab', 5025, { timeout: 1000, init: ['CHAN1:SCAL 0.5\n'] })

console.log(sock.query('*IDN?'))

try {
  sock.query('MEAS:FLUX?', { timeout: 100 })
} catch (error) {
  if (!(error instanceof TimeoutError)) throw error
  console.log(error.code, error.phase)
}

let count = 0
for (const line of sock.lines({
  start: 'ACQ:STAR',
  stop: 'ACQ:STOP',
  encoding: 'utf8',
})) {
  console.log(line)
  if (++count === 3) break
}
