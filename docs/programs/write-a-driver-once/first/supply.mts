import { choice, instrument, number, property, reading, scpi } from '@sockio/instrument'

export const supply = instrument({
  ...scpi, // identity, reset, errors, status...: what every SCPI instrument has
  voltage: property('VOLT', number({ min: 0, max: 30, unit: 'V' })), // VOLT? and VOLT 5
  output: property('OUTP', choice({ off: '0', on: '1' })),
  current: reading('MEAS:CURR?', number({ unit: 'A' })), // can only be asked for
})
