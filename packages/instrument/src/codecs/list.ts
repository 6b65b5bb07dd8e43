/** The codec of any number of values of one kind. */
import { type Codec, type Decoder, isSelfContained, show } from '@sockio/core'
import { skipBlanks } from './blanks.ts'
import { toBytes } from './characters.ts'
import { asItem, isCodec, makeCodec, makeDecoder, readerOf, scannerOf } from './make.ts'
import { naming } from './renamed.ts'
import { endsNumbers, isSeparator, itemEnd, joined, type SeparatorOptions, separatorOf } from './separated.ts'

/**
 * Any number of values of one kind, with commas between them (IEEE 488.2, 8.4.2), or what `separator` says; separators
 * within quotes are none. The empty reply is the empty list. An error says where in the whole reply the item is wrong.
 *
 * `encode` throws a `TypeError` for what is not an array, what the codec of the items throws, with the index
 * (`value[3]`), and a `RangeError` for an item that would not be read back as one.
 *
 * @param item what reads and writes an item; with one that only reads, the list only reads
 * @throws {TypeError | RangeError} an item that can't be, such as a block, or a separator
 * @example
 * const points = list(number())
 * points.decode(new TextEncoder().encode('1,2.5,-3E-01')) // [1, 2.5, -0.3]
 * points.encode([1, 2]) // '1,2'
 */
export function list<T>(item: Codec<T>, options?: SeparatorOptions): Codec<T[]>
export function list<T>(item: Decoder<T>, options?: SeparatorOptions): Decoder<T[]>
export function list<T>(item: Decoder<T> | Codec<T>, options: SeparatorOptions = {}): Decoder<T[]> {
  asItem(item, 'item')
  const separator = separatorOf(options)
  const readItem = readerOf(item)
  const scanItem = endsNumbers(separator) ? scannerOf(item) : undefined
  const decoder = {
    selfContained: isSelfContained(item),
    read(frame: Uint8Array, from: number, to: number): T[] {
      const items: T[] = []
      if (skipBlanks(frame, from, to) === to) return items
      const cursor = { at: from }
      for (let at = from; ; at = cursor.at + separator.length) {
        cursor.at = at
        const scanned = scanItem?.(frame, cursor, to)
        if (scanned !== undefined && (cursor.at === to || isSeparator(frame, cursor.at, to, separator))) {
          items.push(scanned)
        } else {
          cursor.at = itemEnd(frame, at, to, separator)
          items.push(readItem(frame, at, cursor.at))
        }
        if (cursor.at === to) return items
      }
    },
    description: { kind: 'list', items: item.describe(), ...options },
  }
  if (!isCodec(item)) return makeDecoder(decoder)
  return makeCodec({
    ...decoder,
    encode(values: T[]) {
      if (!Array.isArray(values)) throw new TypeError(`value: expected an array, got ${show(values)}`)
      const items = Array.from(values, (value, index) => naming(`value[${index}]`, () => item.encode(value))) // holes too
      const written = joined(items, separator, false, (index) => `[${index}]`)
      const bytes = typeof written === 'string' ? toBytes(written) : written
      if (values.length > 0 && skipBlanks(bytes, 0, bytes.length) === bytes.length) {
        throw new RangeError("value[0]: is empty, and so can't be told from an empty list")
      }
      return written
    },
  })
}
