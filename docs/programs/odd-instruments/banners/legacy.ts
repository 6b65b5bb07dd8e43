import { TCP } from '@sockio/legacy'

const sock = new TCP('scope.lab', 5025, {
  timeout: 2000,
  onConnectionMade: (session, done) => {
    session.readLine({ encoding: 'utf8' }, (err, banner) => {
      console.log(err ? err.message : banner)
      done(err)
    })
  },
})
sock.query('*IDN?', (err, identity) => {
  console.log(err ? err.message : identity)
  sock.close()
})
