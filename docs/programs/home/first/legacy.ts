import { TCP } from '@sockio/legacy'

const sock = new TCP('scope.lab', 5025, { timeout: 1000 })

sock.query('*IDN?', (err, identity) => {
  if (err) throw err
  console.log(identity)
  acquire()
})

function acquire() {
  const lines = sock.lines({ start: 'ACQ:STAR', stop: 'ACQ:STOP', encoding: 'utf8' })
  let count = 0
  lines.on('data', (line) => {
    console.log(line)
    if (++count < 3) return
    lines.close()
    sock.query('*OPC?', (err, ready) => {
      console.log(err ? err.message : ready)
      sock.close()
    })
  })
}
