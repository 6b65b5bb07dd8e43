import { TCP, TimeoutError } from '@sockio/aio'

await using sock = new TCP('scope.lab', 5025, {
  timeout: 1000,
  onConnectionMade: (session) => session.write('CHAN1:SCAL 0.5\n'),
})

console.log(await sock.query('*IDN?'))

try {
  await sock.query('MEAS:FLUX?', { timeout: 100 })
} catch (error) {
  if (!(error instanceof TimeoutError)) throw error
  console.log(error.code, error.phase)
}

let count = 0
for await (const line of sock.lines({
  start: 'ACQ:STAR',
  stop: 'ACQ:STOP',
  encoding: 'utf8',
})) {
  console.log(line)
  if (++count === 3) break
}
