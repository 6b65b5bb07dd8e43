import type { SimConfig } from '@sockio/cli'

/** Its lists end with a line that says so. */
const bench: SimConfig = { device: { 'LIST?': ['oven 40', 'pump 1', 'END'] } }
export default bench
