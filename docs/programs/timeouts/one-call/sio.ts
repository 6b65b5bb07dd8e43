import { TCP, TimeoutError } from '@sockio/sio'

using sock = new TCP('scope.lab', 5025, { timeout: 2000 })
console.log(sock.query('*IDN?'))
try {
  sock.query('MEAS:FLUX?', { timeout: 100 }) // it does not know that, and says nothing
} catch (error) {
  if (!(error instanceof TimeoutError)) throw error
  console.log(error.message)
  console.log(error.phase, error.sent)
}
