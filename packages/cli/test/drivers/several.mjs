/** Two drivers in a module, and something else. */
import { instrument, integer, property } from '@sockio/instrument'

const range = property('RANGE', integer({ min: 1, max: 5 }))
export const meter = instrument({ range }, { link: { eol: '\r', timeout: 60_000 } })
export const counter = instrument({ count: property('COUNT', integer()) })
export const limit = 5
