import type { SimConfig } from '@sockio/cli'
import { faults, scope } from '@sockio/sim'

/** It resets the connection in place of the first two measurements. */
const bench: SimConfig = {
  device: scope(),
  faults: faults.reset({ match: 'MEAS:VOLT?', times: 2 }),
}
export default bench
