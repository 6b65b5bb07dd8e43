import { float32, instrument, list, number, property } from '@sockio/instrument'

export const volts = list(number({ min: -5, max: 5, unit: 'V' }))

/** A driver of one property puts a block behind its header. */
export const generator = instrument(
  { waveform: property('DATA', float32({ endian: 'little' })) },
  { checkErrors: true },
)
