import { TCP } from '@sockio/legacy'

const sock = new TCP('scope.lab', 5025, { timeout: 5000, resync: 'discard' })

// else the 50 ms would be for connecting too
sock.open((err) => {
  if (err) throw err
  sock.query('MEAS:VOLT?', { timeout: 50 }, (err) => console.log(err?.code))
  sock.query('*IDN?', (err, identity) => {
    console.log(err ? err.message : identity, sock.connectionCounter)
    sock.close()
  })
})
