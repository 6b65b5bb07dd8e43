import type { SimConfig } from '@sockio/cli'
import { faults, scope } from '@sockio/sim'

/** Told to reboot, it is off at once, and back after 100 ms. */
const bench: SimConfig = {
  device: scope(),
  faults: faults.reboot(100, { match: 'SYST:REB' }),
}
export default bench
