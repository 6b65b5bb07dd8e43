import { TCP } from '@sockio/sio'

using sock = new TCP('scope.lab', 5025, { timeout: 2000 })
const bytes = sock.writeReadBlock('CURV?\n')
const volts = Float32Array.from({ length: bytes.length / 4 }, (_, i) =>
  bytes.readFloatBE(4 * i),
)
console.log(volts)
