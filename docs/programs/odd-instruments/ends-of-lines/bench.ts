import type { SimConfig } from '@sockio/cli'

/** It takes a request for whole behind CR, and ends its replies with CR LF. */
const bench: SimConfig = { device: { 'TEMP?': '21.5' }, eol: '\r', replyEol: '\r\n' }
export default bench
