import { TCP } from '@sockio/legacy'
import { scaled } from './point.ts'

const sock = new TCP('scope.lab', 5025, { timeout: 5000 })

sock.write('WAV:POIN 1000;FORM WORD;BYT LSBF\n')
sock.query('WAV:PRE?', (err, preamble) => {
  if (err) throw err
  sock.writeReadBlock('WAV:DATA?\n', (err, data) => {
    if (err) throw err
    const point = scaled(preamble, data)
    for (const i of [0, 31, 500]) console.log(point(i))
    sock.close()
  })
})
