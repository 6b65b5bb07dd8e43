import { TCP } from '@sockio/legacy'

const sock = new TCP('scope.lab', 5025)

// The start is sent on every connection.
const lines = sock.lines({
  start: 'ACQ:STAR',
  stop: 'ACQ:STOP',
  encoding: 'utf8',
  reconnect: true,
})
lines.on('data', (line) => {
  if (line === '2') sock.command('SYST:REB')
  if (line !== '0' || sock.connectionCounter < 2) return
  console.log('first line of the second connection:', line)
  lines.close()
  sock.close()
})
