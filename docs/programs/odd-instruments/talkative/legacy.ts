import { TCP } from '@sockio/legacy'

const sock = new TCP('scope.lab', 5025, {
  timeout: 2000,
  onStray: (bytes) => console.log('stray:', Buffer.from(bytes).toString().trim()),
})
sock.query('MEAS:VOLT?', (err, volts) => {
  console.log(err ? err.message : volts)
  sock.query('*IDN?', (err, identity) => {
    console.log(err ? err.message : identity)
    sock.close()
  })
})
