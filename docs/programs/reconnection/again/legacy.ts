import { TCP } from '@sockio/legacy'

const sock = new TCP('scope.lab', 5025, { timeout: 5000 })

sock.query('MEAS:VOLT?', (err) => {
  if (err?.code !== 'SOCKIO_CONNECTION_LOST') throw err
  console.log(err.code, err.sent)
  sock.query('MEAS:VOLT?', { retries: 1 }, (err, volts) => {
    if (err) throw err
    console.log(Number.isFinite(Number(volts)), sock.connectionCounter)
    sock.close()
  })
})
