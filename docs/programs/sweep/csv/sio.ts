import { closeSync, openSync, writeSync } from 'node:fs'
import { number } from '@sockio/instrument'
import { sleep, TCP } from '@sockio/sio'

const STEPS = [0, 3, 6, 9, 12] // V
const SETTLE = 50 // ms

using sock = new TCP('supply.lab', 5025, { timeout: 2000 })
const file = openSync('sweep.csv', 'w')
const write = (...row: unknown[]) => {
  console.log(row.join())
  writeSync(file, `${row.join()}\n`)
}

write('set/V', 'measured/V', 'measured/A')
try {
  sock.command('VOLT 0;OUTP ON')
  for (const volts of STEPS) {
    sock.command(`VOLT ${volts}`)
    sleep(SETTLE)
    const measured = sock.query('MEAS:VOLT?', { as: number({ unit: 'V' }) })
    const amperes = sock.query('MEAS:CURR?', { as: number({ unit: 'A' }) })
    write(volts, measured, amperes)
  }
} finally {
  console.log('output:', sock.query('OUTP OFF;OUTP?'))
  closeSync(file)
}
