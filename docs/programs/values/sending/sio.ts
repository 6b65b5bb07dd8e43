import { TCP } from '@sockio/sio'
import { generator, volts } from './generator.ts'

using sock = new TCP('scope.lab', 5025, { timeout: 1000 })

sock.command(`LIST:VOLT ${volts.encode([0.1, 1e-7, -2])}`)
console.log(sock.query('LIST:VOLT?'))
try {
  sock.command(`LIST:VOLT ${volts.encode([0, 12])}`) // nothing is sent
} catch (error) {
  console.log(String(error))
}

const { waveform } = generator.on(sock)
waveform.set(Float32Array.of(0.5, 1))
console.log(waveform.get())
