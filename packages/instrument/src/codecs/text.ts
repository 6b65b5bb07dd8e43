/** The codec of text as it is. */
import { type Codec, fields, show } from '@sockio/core'
import { type Characters, checkCharacters, readText, writeText } from './characters.ts'
import { makeCodec } from './make.ts'

/** Options of `text` and `quoted`. */
export interface TextOptions {
  /**
   * How characters are bytes: UTF-8, or Latin-1, one byte each, which many instruments mean by `°C`. Default `'utf8'`.
   */
  readonly encoding?: Characters | undefined
}

export const checkTextOptions: (options: unknown) => void = (options) =>
  fields({ encoding: checkCharacters }, 'option')(options, 'options')

/** What the options say, as JSON. */
export const describeText = (kind: string, { encoding }: TextOptions) => ({
  kind,
  ...(encoding === undefined ? {} : { encoding }),
})

/**
 * Text as it is, blanks included. Reads any bytes; those that are no UTF-8 are U+FFFD, as everywhere in JavaScript.
 * Writes text of one line.
 *
 * `encode` throws a `TypeError` for what is not a string, and a `RangeError` for an end of line in it (CR or LF),
 * behind which the instrument would take the rest for a command, and for characters that the encoding doesn't have.
 *
 * @throws {TypeError} an option that can't be
 * @example
 * const unit = text({ encoding: 'latin1' })
 * unit.decode(Uint8Array.of(0xb0, 0x43)) // '°C'
 */
export function text(options: TextOptions = {}): Codec<string> {
  checkTextOptions(options)
  const { encoding } = options
  return makeCodec({
    selfContained: true,
    read: (frame, from, to) => readText(frame, from, to, encoding),
    encode(value) {
      const written = writeText(value, encoding)
      if (/[\r\n]/.test(value)) throw new RangeError(`value: expected one line, got ${show(value)}`)
      return written
    },
    description: describeText('text', options),
  })
}
