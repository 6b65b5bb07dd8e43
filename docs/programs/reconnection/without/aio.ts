import { NotConnectedError, TCP } from '@sockio/aio'

await using sock = new TCP('scope.lab', 5025, { autoReconnect: false, timeout: 1000 })
const failure = await sock.query('*IDN?').catch((error) => error)
if (!(failure instanceof NotConnectedError)) throw failure
console.log(failure.code)
await sock.open()
console.log(await sock.query('*IDN?'))
