import { instrument, number, property, scpi } from '@sockio/instrument'

/** A driver that knows no limits. */
export const careless = instrument(
  { ...scpi, voltage: property('VOLT', number()) },
  { checkErrors: true },
)
