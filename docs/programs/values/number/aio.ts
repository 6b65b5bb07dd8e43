import { DecodeError, TCP } from '@sockio/aio'
import { number } from '@sockio/instrument'

await using sock = new TCP('scope.lab', 5025, { timeout: 1000 })
const scale = await sock.query('CHAN1:SCAL?', { as: number({ unit: 'V' }) })
console.log(scale * 8, 'V on the screen')
try {
  await sock.query('WAV:FORM?', { as: number() })
} catch (error) {
  if (!(error instanceof DecodeError)) throw error
  console.log(error.expected, '|', error.partial?.toString())
}
