import { ConnectionLostError, TCP } from '@sockio/aio'

await using sock = new TCP('scope.lab', 5025, { timeout: 5000 })

const failure = await sock.query('MEAS:VOLT?').catch((error) => error)
if (!(failure instanceof ConnectionLostError)) throw failure
console.log(failure.code, failure.sent)

const volts = Number(await sock.query('MEAS:VOLT?', { retries: 1 }))
console.log(Number.isFinite(volts), sock.connectionCounter)
