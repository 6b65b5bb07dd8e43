import { TCP } from '@sockio/aio'

await using sock = new TCP('scope.lab', 5025)

// The start is sent on every connection.
for await (const line of sock.lines({
  start: 'ACQ:STAR',
  stop: 'ACQ:STOP',
  encoding: 'utf8',
  reconnect: true,
})) {
  if (line === '2') await sock.command('SYST:REB')
  if (line === '0' && sock.connectionCounter === 2) {
    console.log('first line of the second connection:', line)
    break
  }
}
