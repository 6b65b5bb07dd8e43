/** What may be set: the range of a property, as its definition or the instrument has it. */
import type { Decoder, Steps } from '@sockio/core'
import { checkRange } from '../codecs/range.ts'
import { naming } from '../codecs/renamed.ts'
import type { Property, Range } from './members.ts'
import { memoryOf } from './memory.ts'
import { ask, where } from './steps.ts'

/** What throws an error that names property, range and unit, for a number that is not within it. */
export function within(path: string, range: Range, codec: Decoder<unknown>): (value: unknown) => void {
  const { kind, unit, min, max } = codec.describe()
  const what = kind === 'integer' ? 'an integer' : 'a number'
  const all = { ...narrower({ min, max }, range), unit }
  return (value) => {
    if (typeof value === 'number') naming(path, () => checkRange(value, what, all))
  }
}

/** What is within both. */
export function narrower(one: Range, other: Range): { readonly min?: number; readonly max?: number } {
  const min = Math.max(one.min ?? Number.NEGATIVE_INFINITY, other.min ?? Number.NEGATIVE_INFINITY)
  const max = Math.min(one.max ?? Number.POSITIVE_INFINITY, other.max ?? Number.POSITIVE_INFINITY)
  return {
    ...(min === Number.NEGATIVE_INFINITY ? {} : { min }),
    ...(max === Number.POSITIVE_INFINITY ? {} : { max }),
  }
}

/** The limits that the instrument itself has, asked for once per connection. */
export function* limitsOf({ get, codec, timeout }: Property<unknown>): Steps<Range> {
  const here = yield* where()
  const { limits } = memoryOf(here)
  const known = limits.get(get)
  if (known?.epoch === here.epoch) return known.range
  const [min, max] = yield* ask({ lines: [`${get} MIN`, `${get} MAX`], replies: [codec, codec], timeout })
  const range = { ...(isLimit(min) ? { min } : {}), ...(isLimit(max) ? { max } : {}) }
  limits.set(get, { epoch: here.epoch, range })
  return range
}

/** NaN is what SCPI says for a limit that there is not. */
function isLimit(value: unknown): value is number {
  return typeof value === 'number' && !Number.isNaN(value)
}
