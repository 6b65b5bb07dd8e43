import { TCP } from '@sockio/legacy'

const sock = new TCP('scope.lab', 5025, { timeout: 2000 })

sock.transaction<Buffer>(
  (session, done) => {
    session.write('SPEC?\n')
    session.readExactly(4, (err, header) => {
      if (err) return done(err)
      session.readExactly(header.readUInt32BE(0), done)
    })
  },
  (err, spectrum) => {
    if (err) throw err
    console.log([...spectrum])
    sock.close()
  },
)
