import { TCP } from '@sockio/legacy'

const sock = new TCP('scope.lab', 5025)
const lines = sock.lines({ start: 'ACQ:STAR', stop: 'ACQ:STOP', encoding: 'utf8' })

lines.on('data', (line) => {
  console.log(line)
  if (line === '1') sock.write('CHAN1:SCAL 0.5\n') // writing is possible at any time
  if (line !== '2') return
  lines.close() // sends the stop
  sock.query('*IDN?', (err, identity) => {
    console.log(err ? err.message : identity)
    sock.close()
  })
})
