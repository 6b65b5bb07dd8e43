/**
 * What a value is, whichever realm it comes from: those of jest's jsdom and of `node:vm` have classes of their own, so that
 * `instanceof` is false there.
 */

const tag = (value: unknown): string => Object.prototype.toString.call(value)

/** Bytes: a `Uint8Array`, of which a `Buffer` is one. */
export function isBytes(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array || (ArrayBuffer.isView(value) && tag(value) === '[object Uint8Array]')
}

export function isError(value: unknown): value is Error {
  return value instanceof Error || tag(value) === '[object Error]' || tag(value) === '[object DOMException]'
}

export function isRegExp(value: unknown): value is RegExp {
  return tag(value) === '[object RegExp]'
}

/** What is thrown need not be an error. */
export function asError(thrown: unknown): Error {
  return isError(thrown) ? thrown : new Error(inWords(thrown), { cause: thrown })
}

/** What was thrown, or is the reason for an abort, as text: the message of an error. Not all that is thrown has a text. */
export function inWords(thrown: unknown): string {
  try {
    return String(isError(thrown) ? thrown.message : thrown)
  } catch {
    return 'what has no text'
  }
}
