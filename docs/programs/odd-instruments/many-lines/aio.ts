import { TCP } from '@sockio/aio'

await using sock = new TCP('scope.lab', 5025, { timeout: 2000 })
console.log(await sock.query('LIST?', { eol: '\nEND\n' }))
