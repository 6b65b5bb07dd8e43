import { open } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import { TCP } from '@sockio/aio'
import { number } from '@sockio/instrument'

const STEPS = [0, 3, 6, 9, 12] // V
const SETTLE = 50 // ms

const interrupted = new AbortController()
process.once('SIGINT', () => interrupted.abort(new Error('Ctrl-C')))
const { signal } = interrupted

await using sock = new TCP('supply.lab', 5025, { timeout: 2000 })
await using file = await open('sweep.csv', 'w')
const write = async (...row: unknown[]) => {
  console.log(row.join())
  await file.write(`${row.join()}\n`)
}

await write('set/V', 'measured/V', 'measured/A')
try {
  await sock.command('VOLT 0;OUTP ON')
  for (const volts of STEPS) {
    await sock.command(`VOLT ${volts}`, { signal })
    await setTimeout(SETTLE, undefined, { signal })
    const measured = await sock.query('MEAS:VOLT?', { as: number({ unit: 'V' }), signal })
    const amperes = await sock.query('MEAS:CURR?', { as: number({ unit: 'A' }), signal })
    await write(volts, measured, amperes)
  }
} finally {
  // Without the signal: in any case.
  console.log('output:', await sock.query('OUTP OFF;OUTP?'))
}
