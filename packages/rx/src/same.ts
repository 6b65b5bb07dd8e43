/** Whether two values of an instrument are the same. */

/** By `Object.is`; arrays, those of numbers too, and plain objects by what is in them. Other objects are like themselves only. */
export function same(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true
  if (!isObject(one) || !isObject(other)) return false
  const prototype: unknown = Object.getPrototypeOf(one)
  if (prototype !== Object.getPrototypeOf(other)) return false
  if (isList(one) && isList(other)) return sameItems(one, other)
  return (prototype === Object.prototype || prototype === null) && sameFields(one, other)
}

type Fields = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null

/** A loop, since a waveform has a million of them. */
function sameItems(one: ArrayLike<unknown>, other: ArrayLike<unknown>): boolean {
  if (one.length !== other.length) return false
  for (let i = 0; i < one.length; i++) if (!same(one[i], other[i])) return false
  return true
}

function sameFields(one: Fields, other: Fields): boolean {
  const names = Object.keys(one)
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && same(one[name], other[name]))
  )
}

const isList = (value: object): value is ArrayLike<unknown> =>
  Array.isArray(value) || (ArrayBuffer.isView(value) && 'length' in value)
