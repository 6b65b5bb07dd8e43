import { TCP } from '@sockio/legacy'

const sock = new TCP('scope.lab', 5025, { timeout: 2000 })
const samples = sock.lines({
  match: /^\d+$/,
  start: 'ACQ:STAR',
  stop: 'ACQ:STOP',
  encoding: 'utf8',
})

samples.on('data', (sample) => {
  console.log('sample', sample)
  if (sample === '1') {
    samples.close()
    return sock.close()
  }
  samples.pause() // so that the reply is printed before the next sample
  sock.query('*IDN?', (err, reply) => {
    console.log('reply', err ? err.message : reply)
    samples.resume()
  })
})
