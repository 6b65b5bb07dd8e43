import type { SimConfig } from '@sockio/cli'
import { raw } from '@sockio/sim'

/** Nothing tells where its replies end. */
const bench: SimConfig = { device: { 'ST?': raw('READY 21.5 C') } }
export default bench
