/** What a value is, whichever realm it comes from: in jest's jsdom and `node:vm`, `instanceof` knows none of ours. */

const tag = (value: unknown): string => Object.prototype.toString.call(value)

export function isBytes(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array || (ArrayBuffer.isView(value) && tag(value) === '[object Uint8Array]')
}

export function isError(value: unknown): value is Error {
  return value instanceof Error || tag(value) === '[object Error]'
}

/** An object of named values, and no list, map or promise of them, whose names would just not be there. */
export function isRecord(value: unknown): value is object {
  return ['[object Object]', '[object Module]'].includes(tag(value))
}

/** What it is, for who expected something else. */
export function kindOf(value: object): string {
  const kind = tag(value).slice('[object '.length, -1)
  if (kind === 'Object') return 'an object'
  return `${/^[AEIO]/.test(kind) ? 'an' : 'a'} ${kind}`
}

export function isRegExp(value: unknown): value is RegExp {
  return tag(value) === '[object RegExp]'
}
