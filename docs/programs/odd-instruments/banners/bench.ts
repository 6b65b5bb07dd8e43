import type { SimConfig } from '@sockio/cli'
import { faults, scope } from '@sockio/sim'

/** It greets whoever connects. */
const bench: SimConfig = { device: scope(), faults: faults.banner('Welcome to SCOPE') }
export default bench
