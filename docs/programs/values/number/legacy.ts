import { number } from '@sockio/instrument'
import { DecodeError, TCP } from '@sockio/legacy'

const sock = new TCP('scope.lab', 5025, { timeout: 1000 })

sock.query('CHAN1:SCAL?', { as: number({ unit: 'V' }) }, (err, scale) => {
  if (err) throw err
  console.log(scale * 8, 'V on the screen')
  sock.query('WAV:FORM?', { as: number() }, (err) => {
    if (!(err instanceof DecodeError)) throw err
    console.log(err.expected, '|', err.partial?.toString())
    sock.close()
  })
})
