import type { SimConfig } from '@sockio/cli'

/** It says that it was triggered, behind the reply to a question about something else. */
const bench: SimConfig = {
  device: { 'MEAS:VOLT?': ['1.25', 'TRIGGERED'], '*IDN?': 'ACME,SCOPE,0,1.0' },
}
export default bench
