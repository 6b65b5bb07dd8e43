import { TCP } from '@sockio/sio'
import { message } from './message.ts'

using sock = new TCP('scope.lab', 5025, { timeout: 2000 })
const samples = message('DATA', Buffer.from('0123456789'))
console.log(sock.writeReadLine(samples, { encoding: 'utf8' })) // it tells how much has come
