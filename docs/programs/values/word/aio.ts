import { TCP } from '@sockio/aio'
import { choice } from '@sockio/instrument'

await using sock = new TCP('scope.lab', 5025, { timeout: 1000 })
const format = choice({ bytes: 'BYTE', words: 'WORD' })
await sock.command(`WAV:FORM ${format.encode('words')}`)
const now = await sock.query('WAV:FORM?', { as: format }) // 'bytes' | 'words'
console.log(now)
