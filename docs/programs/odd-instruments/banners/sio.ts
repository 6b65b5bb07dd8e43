import { TCP } from '@sockio/sio'

using sock = new TCP('scope.lab', 5025, {
  timeout: 2000,
  onConnectionMade: (session) => console.log(session.readLine({ encoding: 'utf8' })),
})
console.log(sock.query('*IDN?'))
