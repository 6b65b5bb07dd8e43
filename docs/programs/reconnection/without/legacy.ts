import { TCP } from '@sockio/legacy'

const sock = new TCP('scope.lab', 5025, { autoReconnect: false, timeout: 1000 })
sock.query('*IDN?', (err) => {
  console.log(err?.code)
  sock.open((err) => {
    if (err) throw err
    sock.query('*IDN?', (err, identity) => {
      console.log(err ? err.message : identity)
      sock.close()
    })
  })
})
