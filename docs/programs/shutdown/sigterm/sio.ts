import { setTimeout } from 'node:timers/promises'
import { number } from '@sockio/instrument'
import { TCP } from '@sockio/sio'

const stop = new AbortController()
for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => stop.abort())

using psu = new TCP('supply.lab', 5025, { timeout: 2000 })
const volts: number[] = []
try {
  psu.command('OUTP ON')
  console.log('measuring')
  while (!stop.signal.aborted) {
    volts.push(psu.query('MEAS:VOLT?', { as: number() }))
    await setTimeout(100, undefined, { signal: stop.signal }) // not sleep(): a thread that blocks hears no signal
  }
} catch (error) {
  if (!stop.signal.aborted) throw error
} finally {
  psu.query('OUTP OFF;*OPC?')
  console.log(`the output is off, after ${volts.length} readings`)
}
