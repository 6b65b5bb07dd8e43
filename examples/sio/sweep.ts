/**
 * Sweeps a power supply, and prints a table.
 *
 *     node examples/sio/sweep.ts [host port]
 */
import { TCP } from '@sockio/sio'
import { instrument } from './instrument.ts'

const { host, port } = instrument('supply')
const supply = new TCP(host, port, { timeout: 2000, init: ['OUTP 1\n'] })
const rows = [0, 1, 2, 3, 4, 5].map((volts) => {
  supply.write(`VOLT ${volts}\n`)
  const amperes = Number(supply.query('MEAS:CURR?'))
  return { volts, amperes, watts: volts * amperes }
})
console.table(rows)
supply.write('OUTP 0\n')
supply.close()
