import { TCP } from '@sockio/sio'

using sock = new TCP('scope.lab', 5025)
const lines = sock.lines({ start: 'ACQ:STAR', stop: 'ACQ:STOP', encoding: 'utf8' })
for (const line of lines) {
  console.log(line)
  if (line === '1') sock.write('CHAN1:SCAL 0.5\n') // writing is possible at any time
  if (line === '2') break // sends the stop
}
console.log(sock.query('*IDN?'))
