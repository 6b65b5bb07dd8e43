import { TCP } from '@sockio/aio'

await using sock = new TCP('scope.lab', 5025, { timeout: 5000, resync: 'discard' })

await sock.open() // else the 50 ms would be for connecting too
const failure = await sock.query('MEAS:VOLT?', { timeout: 50 }).catch((error) => error)
console.log(failure.code)
console.log(await sock.query('*IDN?'), sock.connectionCounter)
