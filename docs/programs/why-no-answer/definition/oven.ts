import { instrument, scpi } from '@sockio/instrument'

/** The link is what the doctor has said. */
export const oven = instrument(
  { identity: scpi.identity },
  { link: { eol: '\r', writeEol: '\r' } },
)
