/** What every instrument of IEEE 488.2 and SCPI has, as plain data: `instrument({ ...scpi, ... })`. */
import { boolean } from '../codecs/boolean.ts'
import { identity } from '../codecs/identity.ts'
import { integer } from '../codecs/integer.ts'
import { errors } from './checked.ts'
import { action, procedure, property, reading } from './members.ts'

/** The common commands (IEEE 488.2, clause 10) and the error queue (SCPI-99, volume 2, 21.8). */
export const scpi = {
  /** `*IDN?`: who made it, and what it is. */
  identity: reading('*IDN?', identity()),
  /** `*RST`: to the state that its maker calls default. */
  reset: action('*RST'),
  /** `*CLS`: forgets all errors and events. */
  clear: action('*CLS'),
  /** `*TST?`: 0 when the instrument finds nothing wrong with itself. */
  selfTest: reading('*TST?', integer()),
  /** `*OPC?`: answers when all that the instrument was told is done. */
  operationComplete: reading('*OPC?', boolean()),
  /** `*WAI`: what follows waits until all before it is done. */
  waitToContinue: action('*WAI'),
  /** `*TRG`: triggers it. */
  trigger: action('*TRG'),
  status: {
    /** `*STB?`: the status byte. */
    byte: reading('*STB?', integer()),
    /** `*SRE`: which bits of the status byte request service. */
    serviceRequest: property('*SRE', integer({ min: 0, max: 255 })),
    /** `*ESR?`: the event status, which is cleared by being read. */
    events: reading('*ESR?', integer()),
    /** `*ESE`: which bits of the event status are summed up in the status byte. */
    eventsEnabled: property('*ESE', integer({ min: 0, max: 255 })),
  },
  /** `SYST:ERR?`, until there are no more, at most 32. */
  errors: procedure(errors),
} as const
