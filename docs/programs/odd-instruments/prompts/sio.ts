import { TCP } from '@sockio/sio'

using sock = new TCP('scope.lab', 5025, {
  timeout: 2000,
  eol: '\r\n> ',
  writeEol: '\n',
  onConnectionMade: (session) => session.readUntil('> '), // the first one
})
console.log(sock.query('TEMP?'))
