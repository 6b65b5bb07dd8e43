import { TCP } from '@sockio/aio'

await using sock = new TCP('scope.lab', 5025, { timeout: 2000 })
console.log(await sock.exchange('ST?\n', { idle: 50 }, { encoding: 'utf8' }))
