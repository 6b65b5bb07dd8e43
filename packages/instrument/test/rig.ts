/** What tests of codecs share: bytes, and errors as values. */
import { type Codec, type Decoder, Undecodable } from '@sockio/core'
import { expect } from 'vitest'

/** Each character as a byte. */
export const frame = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0))

/** What is sent, as bytes: a connection writes strings in UTF-8. */
export function sent<T>(codec: Codec<T>, value: T): Uint8Array {
  const written = codec.encode(value)
  return typeof written === 'string' ? new TextEncoder().encode(written) : written
}

/** The value of a reply; of one that has none, what was expected and where. Any other error is thrown. */
export function read(decoder: Decoder<unknown>, reply: string | Uint8Array): unknown {
  try {
    return decoder.decode(typeof reply === 'string' ? frame(reply) : reply)
  } catch (error) {
    if (error instanceof Undecodable) return { expected: error.expected, at: error.at }
    throw error
  }
}

/** What `encode` throws for a value, whatever its type. */
export function refusal<T>(codec: Codec<T>, value: unknown): [name: string, message: string] {
  try {
    codec.encode(value as T)
  } catch (error) {
    expect(error).toBeInstanceOf(Error)
    const { name, message } = error as Error
    return [name, message]
  }
  throw new Error('it was written')
}
