import { TCP } from '@sockio/aio'

await using sock = new TCP('scope.lab', 5025, { timeout: 2000 })
const curve = await sock.writeReadBlock('CURV?\n', { dialect: { header: true } })
console.log(String(curve)) // of :CURV #15hello
const all = await sock.writeReadBlock('ALL?\n', { dialect: { several: true } })
console.log(String(all)) // of #13one,#13two
