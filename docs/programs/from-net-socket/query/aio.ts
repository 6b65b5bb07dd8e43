import { TCP } from '@sockio/aio'

await using sock = new TCP('scope.lab', 5025, { timeout: 1000 })
console.log(await sock.query('*IDN?'))
