import { TCP } from '@sockio/aio'

await using sock = new TCP('scope.lab', 5025, { timeout: 1000 })
console.log(await sock.query('*IDN?'))

let count = 0
for await (const line of sock.lines({
  start: 'ACQ:STAR',
  stop: 'ACQ:STOP',
  encoding: 'utf8',
})) {
  console.log(line)
  if (++count === 3) break
}
console.log(await sock.query('*OPC?'))
