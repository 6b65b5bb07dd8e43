import type { SimConfig } from '@sockio/cli'
import { faults, scope } from '@sockio/sim'

/** While it has a client, it hangs up on others. */
const bench: SimConfig = { device: scope(), faults: faults.singleClient() }
export default bench
