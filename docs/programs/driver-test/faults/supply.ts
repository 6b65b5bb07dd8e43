import { choice, instrument, number, property, reading, scpi } from '@sockio/instrument'

/** The driver under test. */
export const supply = instrument(
  {
    ...scpi,
    voltage: property('VOLT', number({ min: 0, max: 30, unit: 'V' })),
    output: property('OUTP', choice({ off: '0', on: '1' })),
    current: reading('MEAS:CURR?', number({ unit: 'A' })),
  },
  { checkErrors: true },
).extend((psu) => ({
  /** The current at a voltage; the output is off before and after. */
  *measure(volts: number) {
    try {
      yield* psu.voltage.set(volts)
      yield* psu.output.set('on')
      return yield* psu.current.get()
    } finally {
      yield* psu.output.set('off')
    }
  },
}))
