import { TCP } from '@sockio/legacy'

const sock = new TCP('scope.lab', 5025, { timeout: 2000 })

sock.writeReadBlock('CURV?\n', (err, bytes) => {
  if (err) throw err
  const volts = Float32Array.from({ length: bytes.length / 4 }, (_, i) =>
    bytes.readFloatBE(4 * i),
  )
  console.log(volts)
  sock.close()
})
