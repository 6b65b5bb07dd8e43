import type { SimConfig } from '@sockio/cli'
import { faults, scope } from '@sockio/sim'

/** The first measurement takes a second. */
const bench: SimConfig = {
  device: scope(),
  faults: faults.delay(1000, { match: 'MEAS:VOLT?', times: 1 }),
}
export default bench
