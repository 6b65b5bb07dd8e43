import { choice } from '@sockio/instrument'
import { TCP } from '@sockio/sio'

using sock = new TCP('scope.lab', 5025, { timeout: 1000 })
const format = choice({ bytes: 'BYTE', words: 'WORD' })
sock.command(`WAV:FORM ${format.encode('words')}`)
const now = sock.query('WAV:FORM?', { as: format }) // 'bytes' | 'words'
console.log(now)
