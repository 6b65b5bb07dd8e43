import { TCP } from '@sockio/sio'

using sock = new TCP('scope.lab', 5025, { timeout: 2000, pacing: 50 })
const began = performance.now()
for (const channel of [1, 2, 3]) sock.query(`CHAN${channel}:SCAL?`)
console.log(performance.now() - began >= 100)
