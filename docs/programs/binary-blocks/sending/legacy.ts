import { TCP } from '@sockio/legacy'
import { message } from './message.ts'

const sock = new TCP('scope.lab', 5025, { timeout: 2000 })
const samples = message('DATA', Buffer.from('0123456789'))

sock.writeReadLine(samples, { encoding: 'utf8' }, (err, told) => {
  if (err) throw err
  console.log(told) // it tells how much has come
  sock.close()
})
