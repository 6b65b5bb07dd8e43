/** A driver, for the tests of what the command line does with one. */
import {
  action,
  boolean,
  channels,
  choice,
  float32,
  instrument,
  list,
  number,
  property,
  quoted,
  reading,
  record,
  scpi,
} from '@sockio/instrument'

export default instrument(
  {
    identity: scpi.identity,
    reset: scpi.reset,
    voltage: property('VOLT', number({ min: 0, max: 30, unit: 'V' })),
    output: property('OUTP', choice({ off: '0', on: '1' })),
    beeper: property('SYST:BEEP:STAT', boolean()),
    label: property('LAB', quoted()),
    limits: property('LIM', record({ low: number(), high: number() })),
    steps: property('STEP', list(number({ unit: 's' }))),
    curve: property('CURV', float32()),
    current: reading('MEAS:CURR?', number({ unit: 'A' })),
    move: action((x: number, y: number) => `MOVE ${x},${y}`, { settles: 'opc' }),
    channel: channels([1, 2], (n) => ({ scale: property(`CHAN${n}:SCAL`, number({ min: 0.1 })) })),
  },
  { link: { eol: '\r\n' }, checkErrors: true },
).extend((psu) => ({
  *sweep(from: number, to: number) {
    const points: number[] = []
    for (let volts = from; volts <= to; volts++) {
      yield* psu.voltage.set(volts)
      points.push(yield* psu.voltage.get())
    }
    return points
  },
}))
