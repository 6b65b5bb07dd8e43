import { choice } from '@sockio/instrument'
import { TCP } from '@sockio/legacy'

const sock = new TCP('scope.lab', 5025, { timeout: 1000 })
const format = choice({ bytes: 'BYTE', words: 'WORD' })

sock.command(`WAV:FORM ${format.encode('words')}`)
sock.query('WAV:FORM?', { as: format }, (err, now) => {
  if (err) throw err
  console.log(now) // 'bytes' | 'words'
  sock.close()
})
