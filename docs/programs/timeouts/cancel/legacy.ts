import { AbortError, TCP } from '@sockio/legacy'

const sock = new TCP('scope.lab', 5025)
const controller = new AbortController()

sock.query('MEAS:FLUX?', { signal: controller.signal }, (err) => {
  if (!(err instanceof AbortError)) throw err
  console.log((err.cause as Error).message)
  sock.close()
})
controller.abort(new Error('the operator pressed stop'))
