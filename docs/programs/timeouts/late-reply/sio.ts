import { TCP, TimeoutError } from '@sockio/sio'

using sock = new TCP('scope.lab', 5025, { timeout: 5000, resync: 'discard' })

sock.open() // else the 50 ms would be for connecting too
try {
  sock.query('MEAS:VOLT?', { timeout: 50 })
} catch (failure) {
  if (!(failure instanceof TimeoutError)) throw failure
  console.log(failure.code)
}
console.log(sock.query('*IDN?'), sock.connectionCounter)
