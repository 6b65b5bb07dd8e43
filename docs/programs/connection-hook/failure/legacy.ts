import { TCP } from '@sockio/legacy'

const sock = new TCP('scope.lab', 5025, {
  onConnectionMade: (session, done) => {
    session.query('*IDN?', (err, identity = '') => {
      const [maker] = identity.split(',')
      done(
        err ?? (maker === 'ACME' ? null : new Error(`this is an instrument of ${maker}`)),
      )
    })
  },
})

sock.query('MEAS:VOLT?', (err) => {
  if (err?.code !== 'SOCKIO_INIT') throw err
  console.log(err.code, (err.cause as Error).message)
  sock.close()
})
