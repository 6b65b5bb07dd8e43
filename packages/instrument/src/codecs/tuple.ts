/** The codec of a fixed number of values, each of its own kind. */
import { type Codec, type Decoder, show } from '@sockio/core'
import { partsOf, readParts, writeParts } from './fixed.ts'
import { makeCodec, makeDecoder } from './make.ts'
import { type SeparatorOptions, separatorOf } from './separated.ts'

/** A codec for each value. */
type Codecs<T extends readonly unknown[]> = { readonly [I in keyof T]: Codec<T[I]> }
/** A decoder for each value. */
type Decoders<T extends readonly unknown[]> = { readonly [I in keyof T]: Decoder<T[I]> }

/**
 * A fixed number of values, each of its own kind, with commas between them (IEEE 488.2, 8.4.2), or what `separator`
 * says in options behind the codecs; separators within quotes are none. The last codec gets all that is left, so that
 * it may be a list. An error says where in the whole reply the value is wrong.
 *
 * `encode` throws a `TypeError` for what is not an array of that length, what the codecs of the values throw, with the
 * index (`value[1]`), and a `RangeError` for a value that would not be read back as one.
 *
 * @param codecs what reads and writes each value; where one only reads, the tuple only reads
 * @throws {TypeError | RangeError} a codec that can't be, such as a block, or a separator
 * @example
 * const reading = tuple(number(), choice({ volts: 'V', amperes: 'A' })) // Codec<[number, 'volts' | 'amperes']>
 * reading.decode(new TextEncoder().encode('1.5,V')) // [1.5, 'volts']
 * tuple(integer(), list(number()), { separator: ';' }).encode([2, [1, 2]]) // '2;1,2'
 */
export function tuple<T extends readonly unknown[]>(...codecs: Codecs<T>): Codec<T>
export function tuple<T extends readonly unknown[]>(...codecs: [...Codecs<T>, options: SeparatorOptions]): Codec<T>
export function tuple<T extends readonly unknown[]>(...codecs: Decoders<T>): Decoder<T>
export function tuple<T extends readonly unknown[]>(...codecs: [...Decoders<T>, options: SeparatorOptions]): Decoder<T>
export function tuple(...given: readonly (Decoder<unknown> | SeparatorOptions)[]): Decoder<unknown> {
  const last = given.at(-1)
  const options = isOptions(last) ? last : {}
  const decoders = (isOptions(last) ? given.slice(0, -1) : given) as readonly Decoder<unknown>[]
  const parts = partsOf(decoders.map((decoder, index) => ({ place: `[${index}]`, decoder })))
  const separator = separatorOf(options)
  const reading = {
    read: readParts(parts, separator, `${parts.length} values`),
    description: { kind: 'tuple', items: parts.map(({ decoder }) => decoder.describe()), ...options },
  }
  const write = writeParts(parts, separator)
  if (write === undefined) return makeDecoder<unknown>(reading)
  return makeCodec<unknown>({
    ...reading,
    encode(values) {
      if (!Array.isArray(values)) throw new TypeError(`value: expected an array, got ${show(values)}`)
      if (values.length !== parts.length) {
        throw new TypeError(`value: expected an array of ${parts.length}, got one of ${values.length}`)
      }
      return write(values)
    },
  })
}

function isOptions(last: Decoder<unknown> | SeparatorOptions | undefined): last is SeparatorOptions {
  return typeof last === 'object' && last !== null && !('decode' in last)
}
