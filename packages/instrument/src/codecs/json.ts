/** The codec of JSON. */
import { type Codec, isError, show, Undecodable } from '@sockio/core'
import { readText, writeText } from './characters.ts'
import { makeCodec } from './make.ts'

/**
 * JSON in UTF-8, on one line (RFC 8259). Reads what `JSON.parse` does; what is none is an error. Its type is unknown:
 * `accept(json(), schema)` knows it. Writes what `JSON.stringify` does, which leaves out functions, and makes null of
 * NaN.
 *
 * `encode` throws a `TypeError` for what JSON doesn't have, such as undefined, a bigint, or an object within itself.
 *
 * @example
 * json().decode(new TextEncoder().encode('{"volts": [1, 2.5]}')) // { volts: [1, 2.5] }
 */
export function json(): Codec<unknown> {
  return makeCodec<unknown>({
    read(frame, from, to) {
      try {
        return JSON.parse(readText(frame, from, to))
      } catch {
        throw new Undecodable('JSON', from)
      }
    },
    encode(value) {
      const written = stringified(value)
      if (written === undefined) throw new TypeError(`value: expected what JSON has, got ${show(value)}`)
      return writeText(written)
    },
    description: { kind: 'json' },
  })
}

function stringified(value: unknown): string | undefined {
  try {
    return JSON.stringify(value)
  } catch (error) {
    throw new TypeError(`value: expected what JSON has: ${isError(error) ? error.message : error}`, { cause: error })
  }
}
