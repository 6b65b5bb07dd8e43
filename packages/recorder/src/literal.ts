/** Values as they are written in a program. */

/** Of an array, so many items are written; one that is longer is compared by its length and the first of them. */
const MOST = 1000

const NAME = /^[A-Za-z_$][\w$]*$/

export function literal(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'bigint') return `${value}n`
  if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? '-0' : String(value)
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  if (ArrayBuffer.isView(value))
    return `${kind(value)}.of(${[...(value as Iterable<unknown> & ArrayBufferView)].map(literal).join(', ')})`
  const fields = Object.entries(value).map(
    ([name, of]) => `${NAME.test(name) ? name : JSON.stringify(name)}: ${literal(of)}`,
  )
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`
}

/** A Buffer is one of bytes, too. */
const kind = (value: object): string => (value instanceof Uint8Array ? 'Uint8Array' : value.constructor.name)

/** Is it too long to be written down? */
export function isLong(value: unknown): value is ArrayLike<unknown> {
  return typeof value === 'object' && value !== null && 'length' in value && Number(value.length) > MOST
}
