import type { SimConfig } from '@sockio/cli'
import { faults } from '@sockio/sim'

/** It is made for people who type: there is a prompt upon connecting, and behind each reply. */
const bench: SimConfig = {
  device: { 'TEMP?': '21.5' },
  replyEol: '\r\n',
  faults: faults.prompt('> '),
}
export default bench
