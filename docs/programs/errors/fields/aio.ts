import { SockioError, TCP } from '@sockio/aio'

await using sock = new TCP('scope.lab', 5025, { timeout: 2000 })
await sock.open()
const error = await sock.query('MEAS:FLUX?', { timeout: 100 }).catch((error) => error)
if (!(error instanceof SockioError)) throw error
console.log(error.name, error.code, error.phase, error.sent)
console.log(String(error.request), error.partial?.length)
