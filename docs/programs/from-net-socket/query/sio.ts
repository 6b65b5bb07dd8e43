import { TCP } from '@sockio/sio'

using sock = new TCP('scope.lab', 5025, { timeout: 1000 })
console.log(sock.query('*IDN?'))
