import { TCP } from '@sockio/legacy'

const sock = new TCP('scope.lab', 5025, {
  timeout: 1000,
  onConnectionMade: (session, done) => session.write('CHAN1:SCAL 0.5\n', done),
})

sock.query('*IDN?', (err, identity) => {
  if (err) throw err
  console.log(identity)
  unknown()
})

function unknown(): void {
  sock.query('MEAS:FLUX?', { timeout: 100 }, (err) => {
    if (err?.code !== 'SOCKIO_TIMEOUT') throw err
    console.log(err.code, err.phase)
    acquire()
  })
}

function acquire(): void {
  let count = 0
  const lines = sock.lines({ start: 'ACQ:STAR', stop: 'ACQ:STOP', encoding: 'utf8' })
  lines.on('data', (line) => {
    console.log(line)
    if (++count < 3) return
    lines.close()
    sock.close()
  })
}
