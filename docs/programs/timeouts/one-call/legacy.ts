import { TCP } from '@sockio/legacy'

const sock = new TCP('scope.lab', 5025, { timeout: 2000 })

sock.query('*IDN?', (err, identity) => {
  if (err) throw err
  console.log(identity)
  sock.query('MEAS:FLUX?', { timeout: 100 }, (err) => {
    // it does not know that, and says nothing
    if (err?.code !== 'SOCKIO_TIMEOUT') throw err
    console.log(err.message)
    console.log(err.phase, err.sent)
    sock.close()
  })
})
