/**
 * A driver of an oscilloscope: waveforms in volts, from a block of samples and the preamble that says what they mean, in the
 * fields that Keysight's and Rigol's oscilloscopes have. `examples/aio/waveform.ts` plots one.
 */
import {
  channels,
  choice,
  instrument,
  integer,
  number,
  property,
  reading,
  record,
  scpi,
  uint16,
} from '@sockio/instrument'

const sources = { CHAN1: 'CHANnel1', CHAN2: 'CHANnel2', CHAN3: 'CHANnel3', CHAN4: 'CHANnel4' } as const

const preamble = record({
  format: integer(),
  type: integer(),
  points: integer(),
  count: integer(),
  xIncrement: number({ unit: 's' }),
  xOrigin: number({ unit: 's' }),
  xReference: number(),
  yIncrement: number({ unit: 'V' }),
  yOrigin: number({ unit: 'V' }),
  yReference: number(),
})

export const scope = instrument(
  {
    ...scpi,
    timebase: property('TIM:SCAL', number({ min: 1e-9, max: 50, unit: 's' })),
    channel: channels([1, 2, 3, 4], (n) => ({
      scale: property(`CHAN${n}:SCAL`, number({ min: 0.001, max: 10, unit: 'V' })),
    })),
    waveform: {
      source: property('WAV:SOUR', choice(sources)),
      points: property('WAV:POIN', integer({ min: 1, max: 1_000_000 })),
      format: property('WAV:FORM', choice({ bytes: 'BYTE', words: 'WORD' })),
      byteOrder: property('WAV:BYT', choice({ big: 'MSBFirst', little: 'LSBFirst' })),
      preamble: reading('WAV:PRE?', preamble),
      samples: reading('WAV:DATA?', uint16({ endian: 'little' })),
    },
  },
  { link: { eol: '\n' }, checkErrors: true },
).extend(({ waveform }) => ({
  /** What a channel sees: `volts[i]` was measured at `seconds[i]`, counted from the trigger. */
  *curve(source: keyof typeof sources) {
    yield* waveform.source.set(source)
    yield* waveform.format.set('words')
    yield* waveform.byteOrder.set('little') // as most computers have them, so that nothing is swapped
    const { xIncrement, xOrigin, xReference, yIncrement, yOrigin, yReference } = yield* waveform.preamble.get()
    const samples = yield* waveform.samples.get()
    return {
      seconds: Float64Array.from(samples, (_, index) => (index - xReference) * xIncrement + xOrigin),
      volts: Float64Array.from(samples, (sample) => (sample - yReference) * yIncrement + yOrigin),
    }
  },
}))
