import { AbortError, TCP } from '@sockio/aio'

await using sock = new TCP('scope.lab', 5025)
const controller = new AbortController()
const reply = sock.query('MEAS:FLUX?', { signal: controller.signal })
controller.abort(new Error('the operator pressed stop'))

const failure = await reply.catch((error) => error)
if (!(failure instanceof AbortError)) throw failure
console.log((failure.cause as Error).message)
