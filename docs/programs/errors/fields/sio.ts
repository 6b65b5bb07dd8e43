import { SockioError, TCP } from '@sockio/sio'

using sock = new TCP('scope.lab', 5025, { timeout: 2000 })
sock.open()
try {
  sock.query('MEAS:FLUX?', { timeout: 100 })
} catch (error) {
  if (!(error instanceof SockioError)) throw error
  console.log(error.name, error.code, error.phase, error.sent)
  console.log(String(error.request), error.partial?.length)
}
