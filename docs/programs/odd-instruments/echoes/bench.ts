import type { SimConfig } from '@sockio/cli'
import { faults, scope } from '@sockio/sim'

/** It repeats what it is told, and then answers. */
const bench: SimConfig = { device: scope(), faults: faults.echo() }
export default bench
