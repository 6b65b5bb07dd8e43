/** The codec of values with names. */
import { type Codec, type Decoder, fields, show } from '@sockio/core'
import { partsOf, readParts, writeParts } from './fixed.ts'
import { makeCodec, makeDecoder } from './make.ts'
import { type SeparatorOptions, separatorOf } from './separated.ts'

/**
 * A fixed number of values with commas between them (IEEE 488.2, 8.4.2), or what `separator` says, as an object: they
 * come in the order of its names. Separators within quotes are none. The last codec gets all that is left, so that it
 * may be a list. An error says where in the whole reply the value is wrong.
 *
 * `encode` throws a `TypeError` for what is not an object with these names, what the codecs of the values throw, with
 * the name (`value.low`), and a `RangeError` for a value that would not be read back as one.
 *
 * @param codecs by its name what reads and writes each value; where one only reads, the record only reads
 * @throws {TypeError | RangeError} a codec that can't be, such as a block, a name that is a number, or a separator
 * @example
 * const limits = record({ low: number(), high: number() }) // Codec<{ low: number; high: number }>
 * limits.decode(new TextEncoder().encode('0,30')) // { low: 0, high: 30 }
 * limits.encode({ low: 1, high: 5 }) // '1,5'
 */
export function record<T extends object>(
  codecs: { readonly [K in keyof T]: Codec<T[K]> },
  options?: SeparatorOptions,
): Codec<T>
export function record<T extends object>(
  codecs: { readonly [K in keyof T]: Decoder<T[K]> },
  options?: SeparatorOptions,
): Decoder<T>
export function record(
  codecs: Readonly<Record<string, Decoder<unknown>>>,
  options: SeparatorOptions = {},
): Decoder<unknown> {
  if (typeof codecs !== 'object' || codecs === null) {
    throw new TypeError(`codecs: expected an object of codecs, got ${show(codecs)}`)
  }
  const names = Object.keys(codecs)
  const number = names.find((name) => /^\d+$/.test(name))
  // An object lists these first, in whatever order they were written.
  if (number !== undefined) throw new RangeError(`codecs: expected names that are no numbers, got ${show(number)}`)
  const parts = partsOf(Object.entries(codecs).map(([name, decoder]) => ({ place: `.${name}`, decoder })))
  const separator = separatorOf(options)
  const readAll = readParts(parts, separator, `${parts.length} values (${names.join(', ')})`)
  const items = Object.fromEntries(parts.map(({ decoder }, index) => [names[index], decoder.describe()]))
  const reading = {
    read(frame: Uint8Array, from: number, to: number): unknown {
      const values = readAll(frame, from, to)
      return Object.fromEntries(names.map((name, index) => [name, values[index]]))
    },
    description: { kind: 'record', items, ...options },
  }
  const write = writeParts(parts, separator)
  if (write === undefined) return makeDecoder<unknown>(reading)
  const known = fields(Object.fromEntries(names.map((name) => [name, () => undefined])), 'field')
  return makeCodec<unknown>({
    ...reading,
    encode(value) {
      known(value, 'value')
      const given = value as Readonly<Record<string, unknown>>
      return write(names.map((name) => given[name]))
    },
  })
}
