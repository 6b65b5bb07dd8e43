import { ConnectionLostError, TCP } from '@sockio/sio'

using sock = new TCP('scope.lab', 5025, {
  timeout: 10_000,
  reconnect: { retries: Infinity, minDelay: 50, maxDelay: 1000 },
})

console.log(sock.query('*IDN?'))
try {
  sock.query('SYST:REB') // off, in place of a reply, and back after 200 ms
} catch (error) {
  if (!(error instanceof ConnectionLostError)) throw error
  console.log(error.code)
}
console.log(sock.query('*IDN?'), sock.connectionCounter)
