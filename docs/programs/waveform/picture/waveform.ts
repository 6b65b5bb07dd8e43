/** What samples mean: the fields of `WAV:PRE?`, as Keysight and Rigol have them. */
import { integer, number, record } from '@sockio/instrument'

export const preamble = record({
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

export interface Waveform {
  readonly preamble: ReturnType<typeof preamble.decode>
  readonly samples: Uint16Array
}

/** `volts[i]` was measured at `seconds[i]`, counted from the trigger. */
export function scaled({ preamble, samples }: Waveform) {
  const { xIncrement, xOrigin, xReference, yIncrement, yOrigin, yReference } = preamble
  return {
    seconds: Float64Array.from(
      samples,
      (_, index) => (index - xReference) * xIncrement + xOrigin,
    ),
    volts: Float64Array.from(
      samples,
      (sample) => (sample - yReference) * yIncrement + yOrigin,
    ),
  }
}
