/**
 * A driver of a power supply, written once, in no paradigm. The programs `driver` of aio, sio, rx, effect and legacy use it as
 * it is; `simulated.ts` plays its instrument, and its test is `examples/test/drivers.test.ts`.
 */
import { channels, choice, instrument, number, property, reading, record, scpi, wait } from '@sockio/instrument'

export const supply = instrument(
  {
    ...scpi,
    voltage: property('VOLT', number({ min: 0, max: 30, unit: 'V' })),
    output: property('OUTP', choice({ off: '0', on: '1' })),
    current: reading('MEAS:CURR?', number({ unit: 'A' })),
    /** Where it switches itself off. */
    protection: property(
      'PROT',
      record({ volts: number({ min: 0, max: 33, unit: 'V' }), amperes: number({ min: 0, max: 3, unit: 'A' }) }),
    ),
    sensor: channels([1, 2], (n) => ({ temperature: reading(`MEAS:TEMP${n}?`, number({ unit: '°C' })) })),
  },
  { link: { eol: '\n' }, checkErrors: true },
).extend((psu) => ({
  /** Walks from one voltage to another and measures; the output is off in the end, whatever happens. */
  *sweep(from: number, to: number, step = 1) {
    const points: { readonly volts: number; readonly amperes: number }[] = []
    try {
      yield* psu.output.set('on')
      for (let volts = from; volts <= to; volts += step) {
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
