import { TCP } from '@sockio/legacy'

const sock = new TCP('scope.lab', 5025, { timeout: 2000, pacing: 50 })
const began = performance.now()
sock.query('CHAN1:SCAL?')
sock.query('CHAN2:SCAL?')
sock.query('CHAN3:SCAL?', (err) => {
  if (err) throw err
  console.log(performance.now() - began >= 100)
  sock.close()
})
