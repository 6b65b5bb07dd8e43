import { TCP } from '@sockio/aio'

await using sock = new TCP('scope.lab', 5025, {
  timeout: 2000,
  eol: '\r\n> ',
  writeEol: '\n',
  onConnectionMade: (session) => session.readUntil('> '), // the first one
})
console.log(await sock.query('TEMP?'))
