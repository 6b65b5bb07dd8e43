/** A configuration of the simulator in TypeScript. */
import { faults, scpi } from '@sockio/sim'
import type { SimConfig } from '../src/index.ts'

let level = 0
const config: SimConfig = {
  port: 0,
  faults: faults.delay(1),
  device: scpi({
    VOLTage: (call) => {
      level = call.number(0, 30)
    },
    'VOLTage?': () => String(level),
  }),
}
export default config
