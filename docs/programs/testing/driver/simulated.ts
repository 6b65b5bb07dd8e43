import { scpi } from '@sockio/sim'

/** The instrument, as far as the driver knows it. */
export function supply() {
  let level = 0
  return scpi({
    VOLTage: (call) => {
      level = call.number(0, 30) // otherwise an error for SYST:ERR?
    },
    'VOLTage?': () => String(level),
  })
}
