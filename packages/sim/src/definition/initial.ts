/** What a value is at first, where nobody says: zero, or what is nearest to it. */
import type { DescriptionLike } from './shape.ts'

const ARRAYS: Readonly<Record<string, new () => object>> = {
  bytes: Uint8Array,
  uint8: Uint8Array,
  int8: Int8Array,
  uint16: Uint16Array,
  int16: Int16Array,
  uint32: Uint32Array,
  int32: Int32Array,
  uint64: BigUint64Array,
  int64: BigInt64Array,
  float32: Float32Array,
  float64: Float64Array,
}

/** Undefined for a kind that is not known. */
export function initialOf({ kind, min, max, choices, items }: DescriptionLike): unknown {
  switch (kind) {
    case 'number':
    case 'integer': {
      const least = kind === 'integer' && min !== undefined ? Math.ceil(min) : min
      return Math.min(Math.max(0, least ?? 0), max ?? Number.POSITIVE_INFINITY)
    }
    case 'boolean':
      return false
    case 'choice':
      return choices?.[0]
    case 'text':
    case 'quoted':
      return ''
    case 'json':
      return null
    case 'list':
      return []
    case 'tuple':
      return Array.isArray(items) ? items.map(initialOf) : undefined
    case 'record':
      return Object.fromEntries(Object.entries(items ?? {}).map(([name, item]) => [name, initialOf(item)]))
    case 'identity':
      return { manufacturer: 'SOCKIO', model: 'SIMULATOR', serial: '0', firmware: '1.0' }
    default:
      return Object.hasOwn(ARRAYS, kind) ? new (ARRAYS[kind] as new () => object)() : undefined
  }
}
