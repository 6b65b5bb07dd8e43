import { choice, instrument, number, property, reading, scpi } from '@sockio/instrument'
import { device } from '@sockio/sim'

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
  *ramp(to: number) {
    yield* psu.output.set('on')
    for (let volts = 1; volts <= to; volts++) yield* psu.voltage.set(volts)
    return yield* psu.current.get()
  },
}))

/** What it is tested against: the same, with a resistor of 10 ohms at its output. */
export const simulated = () =>
  device(supply, {
    current: ({ voltage, output }) => (output === 'on' ? voltage / 10 : 0),
  })

/** An older model of the instrument, which the driver does not know. */
export const older = () => device(supply.with({ voltage: { max: 5 } }))
