import { poll, TCP } from '@sockio/aio'
import { number } from '@sockio/instrument'

const stop = new AbortController()
for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => stop.abort())

await using psu = new TCP('supply.lab', 5025, { timeout: 2000 })
const volts: number[] = []
try {
  await psu.command('OUTP ON')
  console.log('measuring')
  for await (const reading of poll(psu, 'MEAS:VOLT?', 100, {
    as: number(),
    signal: stop.signal,
  }))
    volts.push(reading)
} catch (error) {
  if (!stop.signal.aborted) throw error
} finally {
  await psu.query('OUTP OFF;*OPC?') // without the signal: this has to be done
  console.log(`the output is off, after ${volts.length} readings`)
}
