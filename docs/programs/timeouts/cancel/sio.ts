import { AbortError, TCP } from '@sockio/sio'

using sock = new TCP('scope.lab', 5025, { resolveFutures: false }) // a call that blocks can't be cancelled
const reply = sock.query('MEAS:FLUX?')
reply.cancel()

try {
  reply.result()
} catch (failure) {
  if (!(failure instanceof AbortError)) throw failure
  console.log(failure.message)
}
