import type { SimConfig } from '@sockio/cli'
import { faults, scope } from '@sockio/sim'

/** It refuses every connection. */
const bench: SimConfig = { device: scope(), faults: faults.refuse() }
export default bench
