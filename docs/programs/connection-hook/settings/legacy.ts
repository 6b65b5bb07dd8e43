import { TCP } from '@sockio/legacy'

const sock = new TCP('scope.lab', 5025, {
  timeout: 5000,
  reconnect: { retries: Infinity, minDelay: 50, maxDelay: 1000 },
  onConnectionMade: (session, done) => {
    session.write('CHAN1:SCAL 0.5\n')
    session.query('*OPC?', (err, complete) => {
      if (err) return done(err)
      if (complete !== '1') return done(new Error('not ready'))
      console.log('initialised')
      done()
    })
  },
})

sock.query('CHAN1:SCAL?', (err, scale) => {
  console.log(err ? err.message : scale)
  // off, and back after 100 ms
  sock.query('SYST:REB', (err) => {
    console.log(err?.code)
    sock.query('CHAN1:SCAL?', (err, scale) => {
      console.log(err ? err.message : scale)
      sock.close()
    })
  })
})
