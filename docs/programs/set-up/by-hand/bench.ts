import { setTimeout } from 'node:timers/promises'
import { action, instrument, number, property, reading, scpi } from '@sockio/instrument'
import { device, faults } from '@sockio/sim'
import type { Bench } from '../../../test/run-program.ts'

const supply = instrument({
  ...scpi,
  limit: property('CURR', number({ min: 0, max: 5 })),
  voltage: property('VOLT', number({ min: 0, max: 30 })),
  current: reading('MEAS:CURR?', number()),
  calibrate: action('CAL'),
})

export const instruments: Bench['instruments'] = {
  'supply.lab': {
    device: device(supply, { current: 0.25, calibrate: () => setTimeout(100) }),
    faults: faults.reboot(200, { match: 'MEAS:CURR?', times: 1 }),
  },
}
