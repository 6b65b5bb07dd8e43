import { TCP } from '@sockio/aio'

await using sock = new TCP('scope.lab', 5025, { timeout: 2000 })
const samples = sock.lines({
  match: /^\d+$/,
  start: 'ACQ:STAR',
  stop: 'ACQ:STOP',
  encoding: 'utf8',
})
for await (const sample of samples) {
  console.log('sample', sample)
  if (sample === '1') break
  console.log('reply', await sock.query('*IDN?'))
}
