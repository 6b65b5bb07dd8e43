import { NotConnectedError, TCP } from '@sockio/sio'

using sock = new TCP('scope.lab', 5025, { autoReconnect: false, timeout: 1000 })
try {
  sock.query('*IDN?')
} catch (failure) {
  if (!(failure instanceof NotConnectedError)) throw failure
  console.log(failure.code)
}
sock.open()
console.log(sock.query('*IDN?'))
