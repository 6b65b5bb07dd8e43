import { TCP } from '@sockio/aio'
import { generator, volts } from './generator.ts'

await using sock = new TCP('scope.lab', 5025, { timeout: 1000 })

await sock.command(`LIST:VOLT ${volts.encode([0.1, 1e-7, -2])}`)
console.log(await sock.query('LIST:VOLT?'))
try {
  await sock.command(`LIST:VOLT ${volts.encode([0, 12])}`) // nothing is sent
} catch (error) {
  console.log(String(error))
}

const { waveform } = generator.on(sock)
await waveform.set(Float32Array.of(0.5, 1))
console.log(await waveform.get())
