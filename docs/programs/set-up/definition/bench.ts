import { setTimeout } from 'node:timers/promises'
import { device, faults } from '@sockio/sim'
import type { Bench } from '../../../test/run-program.ts'
import { supply } from './supply.ts'

const played = supply.with({ voltage: { min: 0, max: 30 } })

export const instruments: Bench['instruments'] = {
  'supply.lab': {
    device: device(played, { current: 0.25, calibrate: () => setTimeout(100) }),
    faults: faults.reboot(200, { match: 'MEAS:CURR?', times: 1 }),
  },
}
