/** A supply: what it has, whether it takes what it is told, and how it says that it is done. */
import { action, instrument, number, property, reading, scpi } from '@sockio/instrument'

export const supply = instrument(
  {
    ...scpi,
    limit: property('CURR', number({ min: 0, max: 5, unit: 'A' })),
    voltage: property('VOLT', number({ unit: 'V' })), // how much, it knows itself
    current: reading('MEAS:CURR?', number({ unit: 'A' })),
    calibrate: action('CAL', { settles: 'opc', timeout: 60_000 }), // done when it says so
  },
  { checkErrors: true }, // after each set and action
)
