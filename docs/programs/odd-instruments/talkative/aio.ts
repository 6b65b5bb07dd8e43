import { TCP } from '@sockio/aio'

await using sock = new TCP('scope.lab', 5025, {
  timeout: 2000,
  onStray: (bytes) => console.log('stray:', Buffer.from(bytes).toString().trim()),
})
console.log(await sock.query('MEAS:VOLT?'))
console.log(await sock.query('*IDN?'))
