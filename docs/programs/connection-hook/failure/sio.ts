import { InitError, TCP } from '@sockio/sio'

using sock = new TCP('scope.lab', 5025, {
  onConnectionMade: (session) => {
    const [maker] = session.query('*IDN?').split(',')
    if (maker !== 'ACME') throw new Error(`this is an instrument of ${maker}`)
  },
})

try {
  sock.query('MEAS:VOLT?')
} catch (failure) {
  if (!(failure instanceof InitError)) throw failure
  console.log(failure.code, (failure.cause as Error).message)
}
