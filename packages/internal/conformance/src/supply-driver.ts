/** The driver that the suite runs in every flavour: written once, as users write theirs. */
import type { Steps } from '@sockio/core'
import {
  action,
  channels,
  choice,
  float32,
  instrument,
  integer,
  number,
  property,
  reading,
  record,
  scpi,
  wait,
} from '@sockio/instrument'

/** What `makeDevice('supply')` speaks. */
export const supply = instrument(
  {
    ...scpi,
    voltage: property('VOLT', number({ min: 0, max: 30, unit: 'V' })),
    current: property('CURR', number({ unit: 'A' }), { limits: 'query' }),
    output: property('OUTP', choice({ off: '0', on: '1' })),
    limits: property('LIM', record({ low: number(), high: number() })),
    curve: reading('CURV?', float32({ endian: 'big' })),
    waveform: property('WAV', float32({ endian: 'little' })),
    move: action((x: number, y: number) => `MOVE ${x},${y}`, { settles: 'opc' }),
    travel: action((x: number, y: number) => `MOVE ${x},${y}`, { settles: 'poll' }),
    spoil: action('SPO'),
    spoilSlowly: action('SPO', { settles: 'poll' }),
    channel: channels([1, 2], (n) => ({ scale: property(`CHAN${n}:SCAL`, number()) })),
  },
  { link: { eol: '\n' }, checkErrors: true },
).extend((psu) => ({
  /** Switches on, walks from one voltage to another, and switches off again, whatever happens. */
  *sweep(from: number, to: number, step = 1) {
    const points: { volts: number; amperes: number }[] = []
    try {
      yield* psu.output.set('on')
      for (let volts = from; volts <= to; volts += step) {
        yield* psu.voltage.set(volts)
        yield* wait(1)
        points.push({ volts, amperes: yield* psu.current.get() })
      }
      return points
    } finally {
      yield* psu.output.set('off')
    }
  },
  /** Rests with the output on. */
  *rest(ms: number) {
    try {
      yield* psu.output.set('on')
      yield* wait(ms)
    } finally {
      yield* psu.output.set('off')
    }
  },
  /** Goes on when a voltage is refused. */
  *tryout(volts: number) {
    try {
      yield* psu.voltage.set(volts)
      return 'taken'
    } catch (error) {
      return `refused: ${(error as Error).name}`
    }
  },
  /** Asks for ever, and takes no error for an end. */
  *stubborn() {
    for (;;) {
      try {
        yield* psu.voltage.get()
      } catch {}
    }
  },
  /** Throws before it has given a step. */
  early(volts: number) {
    if (volts < 0) throw new RangeError('volts: expected at least 0')
    return psu.voltage.set(volts)
  },
  /** No generator, which types would say. */
  none() {
    return 5 as never
  },
  /** No step, which types would say. */
  *empty() {
    yield null as never
  },
  /** Throws what is no error of the library. */
  *mistake() {
    yield* psu.voltage.get()
    throw new Error('a mistake')
  },
  /** Gives promises in place of steps, and never an end. */
  asynchronous: async function* () {
    yield 'a step'
  } as unknown as () => Steps<void>,
}))

/** As Hamlib's `rigctld` speaks: each set has an answer, which is the error too. */
export const rig = instrument(
  { frequency: property({ get: 'f', set: 'F {}', answer: 'RPRT 0' }, integer()) },
  { checkErrors: { reply: /^RPRT (?<number>-?\d+)/ } },
)
