import { ConnectionLostError, TCP } from '@sockio/sio'

using sock = new TCP('scope.lab', 5025, { timeout: 5000 })

try {
  sock.query('MEAS:VOLT?')
} catch (failure) {
  if (!(failure instanceof ConnectionLostError)) throw failure
  console.log(failure.code, failure.sent)
}

const volts = Number(sock.query('MEAS:VOLT?', { retries: 1 }))
console.log(Number.isFinite(volts), sock.connectionCounter)
