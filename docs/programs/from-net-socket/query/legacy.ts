import { TCP } from '@sockio/legacy'

const sock = new TCP('scope.lab', 5025, { timeout: 1000 })
sock.query('*IDN?', (err, identity) => {
  console.log(err ? err.message : identity)
  sock.close()
})
