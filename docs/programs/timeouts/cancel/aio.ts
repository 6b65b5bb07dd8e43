import { AbortError, TCP } from '@sockio/aio'

await using sock = new TCP('scope.lab', 5025)
const controller = new AbortController()
const reply = sock.query('MEAS:FLUX?', { signal: controller.signal })
controller.abort(new Error('the operator pressed stop'))

const failure = await reply.catch((error) => error)
console.log(failure instanceof AbortError, failure.cause.message)
