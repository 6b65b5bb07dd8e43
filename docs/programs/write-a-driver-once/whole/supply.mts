import {
  action,
  channels,
  choice,
  instrument,
  number,
  property,
  reading,
  record,
  scpi,
  wait,
} from '@sockio/instrument'

const protection = record({
  volts: number({ unit: 'V' }),
  amperes: number({ unit: 'A' }),
})

export const supply = instrument(
  {
    ...scpi,
    voltage: property('VOLT', number({ min: 0, max: 30, unit: 'V' }), {
      limits: 'query',
    }),
    output: property('OUTP', choice({ off: '0', on: '1' })),
    current: reading('MEAS:CURR?', number({ unit: 'A' })),
    protection: property('PROT', protection),
    sensor: channels([1, 2], (n) => ({
      temperature: reading(`MEAS:TEMP${n}?`, number({ unit: '°C' })),
    })),
    calibrate: action('CAL', { settles: 'poll', timeout: 60_000 }),
    recall: action((memory: number) => `*RCL ${memory}`),
  },
  { link: { eol: '\n' }, checkErrors: true },
).extend((psu) => ({
  *sweep(from: number, to: number) {
    const points: { volts: number; amperes: number }[] = []
    try {
      yield* psu.output.set('on')
      for (let volts = from; volts <= to; volts++) {
        yield* psu.voltage.set(volts)
        yield* wait(20)
        points.push({ volts, amperes: yield* psu.current.get() })
      }
      return points
    } finally {
      yield* psu.output.set('off')
    }
  },
}))
