import { TCP } from '@sockio/legacy'

const sock = new TCP('scope.lab', 5025, {
  timeout: 10_000,
  reconnect: { retries: Infinity, minDelay: 50, maxDelay: 1000 },
})

sock.query('*IDN?', (err, identity) => {
  if (err) throw err
  console.log(identity)
  // off, in place of a reply, and back after 200 ms
  sock.query('SYST:REB', (err) => {
    if (err?.code !== 'SOCKIO_CONNECTION_LOST') throw err
    console.log(err.code)
    sock.query('*IDN?', (err, identity) => {
      console.log(err ? err.message : identity, sock.connectionCounter)
      sock.close()
    })
  })
})
