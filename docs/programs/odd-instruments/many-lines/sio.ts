import { TCP } from '@sockio/sio'

using sock = new TCP('scope.lab', 5025, { timeout: 2000 })
console.log(sock.query('LIST?', { eol: '\nEND\n' }))
