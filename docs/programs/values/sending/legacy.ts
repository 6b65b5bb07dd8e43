import { TCP } from '@sockio/legacy'
import { generator, volts } from './generator.ts'

const sock = new TCP('scope.lab', 5025, { timeout: 1000 })

sock.command(`LIST:VOLT ${volts.encode([0.1, 1e-7, -2])}`)
sock.query('LIST:VOLT?', (err, steps) => {
  if (err) throw err
  console.log(steps)
  try {
    sock.command(`LIST:VOLT ${volts.encode([0, 12])}`) // nothing is sent
  } catch (error) {
    console.log(String(error))
  }
})

const { waveform } = generator.on(sock)
waveform.set(Float32Array.of(0.5, 1))
waveform.get((err, samples) => {
  if (err) throw err
  console.log(samples)
  sock.close()
})
