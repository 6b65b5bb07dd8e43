import { number, record } from '@sockio/instrument'

const skipped = number()

/** What the samples mean. */
export const preamble = record({
  format: skipped,
  type: skipped,
  points: number(),
  count: skipped,
  xIncrement: number({ unit: 's' }),
  xOrigin: number({ unit: 's' }),
  xReference: number(),
  yIncrement: number({ unit: 'V' }),
  yOrigin: number({ unit: 'V' }),
  yReference: number(),
})

type Scale = { yIncrement: number; yOrigin: number; yReference: number }

export const inVolts = (
  samples: Uint16Array,
  { yIncrement, yOrigin, yReference }: Scale,
) => Float64Array.from(samples, (sample) => (sample - yReference) * yIncrement + yOrigin)
