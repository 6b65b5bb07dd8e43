import { TCP } from '@sockio/aio'
import { message } from './message.ts'

await using sock = new TCP('scope.lab', 5025, { timeout: 2000 })
const samples = message('DATA', Buffer.from('0123456789'))
console.log(await sock.writeReadLine(samples, { encoding: 'utf8' })) // it tells how much has come
