import type { SimConfig } from '@sockio/cli'

/** It answers everything, commands too. */
const bench: SimConfig = { device: { 'TEMP 40': 'OK', 'TEMP?': '40' } }
export default bench
