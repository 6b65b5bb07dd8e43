/** A fixed number of values with separators between: what tuples and records are made by. */
import { type Decoder, Undecodable } from '@sockio/core'
import { asItem, isCodec, type Read, readerOf } from './make.ts'
import { naming } from './renamed.ts'
import { itemEnd, joined } from './separated.ts'

/** One of the values. */
export interface Part {
  /** Where it is in the whole, for errors: `[0]`, `.low`. */
  readonly place: string
  readonly decoder: Decoder<unknown>
}

/** The parts, checked. */
export function partsOf(parts: readonly Part[]): readonly Part[] {
  if (parts.length === 0) throw new RangeError('codecs: expected at least one')
  for (const { place, decoder } of parts) asItem(decoder, `codecs${place}`)
  return parts
}

/** Reads each value; the last has all that is left, separators too, so that a list may be the last. */
export function readParts(parts: readonly Part[], separator: Uint8Array, expected: string): Read<unknown[]> {
  const readers = parts.map(({ decoder }) => readerOf(decoder))
  return (frame, from, to) => {
    let at = from
    return readers.map((read, index) => {
      if (index === readers.length - 1) return read(frame, at, to)
      const end = itemEnd(frame, at, to, separator)
      if (end === to) throw new Undecodable(expected, to)
      const value = read(frame, at, end)
      at = end + separator.length
      return value
    })
  }
}

/** Writes each value; undefined where one of the decoders only reads. */
export function writeParts(
  parts: readonly Part[],
  separator: Uint8Array,
): ((values: readonly unknown[]) => string | Uint8Array) | undefined {
  const codecs = parts.flatMap(({ place, decoder }) => (isCodec(decoder) ? [{ place, codec: decoder }] : []))
  if (codecs.length < parts.length) return undefined
  return (values) => {
    const items = codecs.map(({ place, codec }, index) => naming(`value${place}`, () => codec.encode(values[index])))
    return joined(items, separator, true, (index) => codecs[index]?.place ?? '')
  }
}
