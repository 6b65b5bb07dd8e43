import { TCP } from '@sockio/sio'

using sock = new TCP('scope.lab', 5025, {
  timeout: 2000,
  onStray: (bytes) => console.log('stray:', Buffer.from(bytes).toString().trim()), // when the event loop runs
})
console.log(sock.query('MEAS:VOLT?'))
console.log(sock.query('*IDN?'))
