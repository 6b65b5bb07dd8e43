import { TCP } from '@sockio/legacy'

const sock = new TCP('scope.lab', 5025, {
  timeout: 2000,
  eol: '\r\n> ',
  writeEol: '\n',
  onConnectionMade: (session, done) => session.readUntil('> ', done), // the first one
})
sock.query('TEMP?', (err, temperature) => {
  console.log(err ? err.message : temperature)
  sock.close()
})
