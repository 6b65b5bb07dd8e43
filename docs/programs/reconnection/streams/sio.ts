import { TCP } from '@sockio/sio'

using sock = new TCP('scope.lab', 5025)

// The start is sent on every connection.
for (const line of sock.lines({
  start: 'ACQ:STAR',
  stop: 'ACQ:STOP',
  encoding: 'utf8',
  reconnect: true,
})) {
  if (line === '2') sock.command('SYST:REB')
  if (line === '0' && sock.connectionCounter === 2) {
    console.log('first line of the second connection:', line)
    break
  }
}
