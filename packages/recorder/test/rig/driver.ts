/** A driver, for the tests that are made of recordings. */
import {
  action,
  channels,
  choice,
  float32,
  instrument,
  number,
  property,
  quoted,
  reading,
  scpi,
} from '@sockio/instrument'

const members = {
  reset: scpi.reset,
  voltage: property('VOLT', number()),
  output: property('OUTP', choice({ off: '0', on: '1' })),
  label: property('LAB', quoted()),
  curve: property('CURV', float32()),
  current: reading('MEAS:CURR?', number({ unit: 'A' })),
  channel: channels([1, 2], (n) => ({ scale: property(`CHAN${n}:SCAL`, number()) })),
}
const options = { link: { eol: '\n', timeout: 60_000 }, checkErrors: true } as const

export const driver = instrument(members, options)
/** The same, of an instrument that takes no more than 30 V. */
export const limited = instrument({ ...members, voltage: property('VOLT', number({ max: 30 })) }, options)

/** One that says more than it is asked for: it asks for limits, and waits until the instrument is done. */
export const patient = instrument(
  {
    status: scpi.status,
    complete: scpi.operationComplete,
    voltage: property('VOLT', number(), { limits: 'query' }),
    range: property('RANG', number(), { settles: 'opc' }),
    calibrate: action('CAL', { settles: 'poll' }),
    test: action('*TST?', { answer: number(), settles: 'opc' }),
    trim: action('*SAV 1', { settles: 'poll', checkErrors: false }),
  },
  options,
)
