/** What a value is, whichever realm it comes from: in jest's jsdom and `node:vm`, `instanceof` knows none of ours. */

const tag = (value: unknown): string => Object.prototype.toString.call(value)

export function isBytes(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array || (ArrayBuffer.isView(value) && tag(value) === '[object Uint8Array]')
}

export function isError(value: unknown): value is Error {
  return value instanceof Error || tag(value) === '[object Error]'
}

export function isRegExp(value: unknown): value is RegExp {
  return tag(value) === '[object RegExp]'
}
