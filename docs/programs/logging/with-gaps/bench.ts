import { faults } from '@sockio/sim'
import type { Bench } from '../../../test/run-program.ts'

let asked = 0
const battery = (request: string) =>
  request === 'MEAS:VOLT?' ? (12.6 - 0.01 * asked++).toFixed(2) : undefined
const reboots = faults.reboot(300, { match: 'MEAS:VOLT?', every: 4, times: 1 })

export const instruments: Bench['instruments'] = {
  'meter.lab': { device: battery, faults: reboots },
}
