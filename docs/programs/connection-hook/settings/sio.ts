import { type SockioError, TCP } from '@sockio/sio'

using sock = new TCP('scope.lab', 5025, {
  timeout: 5000,
  reconnect: { retries: Infinity, minDelay: 50, maxDelay: 1000 },
  init: ['CHAN1:SCAL 0.5\n'], // written before anything else
  onConnectionMade: (session) => {
    if (session.query('*OPC?') !== '1') throw new Error('not ready')
    console.log('initialised')
  },
})

console.log(sock.query('CHAN1:SCAL?'))
try {
  sock.query('SYST:REB') // off, and back after 100 ms
} catch (error) {
  console.log((error as SockioError).code)
}
console.log(sock.query('CHAN1:SCAL?'))
