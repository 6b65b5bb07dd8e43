/** The codec of text in quotes. */
import { type Codec, Undecodable } from '@sockio/core'
import { dropBlanks, skipBlanks } from './blanks.ts'
import { readText, writeText } from './characters.ts'
import { makeCodec } from './make.ts'
import { isQuote, quoteEnd } from './quotes.ts'
import { checkTextOptions, describeText, type TextOptions } from './text.ts'

/**
 * Text in quotes (IEEE 488.2, 8.7.8 and 7.7.5): anything may stand between them, commas and ends of line too, and a
 * quote that is doubled is one. Reads double and single quotes, with blanks around; anything else is an error. Writes
 * double ones.
 *
 * `encode` throws a `TypeError` for what is not a string, and a `RangeError` for characters that the encoding doesn't
 * have. An end of line is sent as it is; an instrument that takes each for the end of a command, against the standard,
 * would take the rest for another.
 *
 * @throws {TypeError} an option that can't be
 * @example
 * const label = quoted()
 * label.decode(new TextEncoder().encode('"say ""hi"""')) // 'say "hi"'
 * label.encode('CH1') // '"CH1"'
 */
export function quoted(options: TextOptions = {}): Codec<string> {
  checkTextOptions(options)
  const { encoding } = options
  return makeCodec({
    selfContained: true,
    read(frame, from, to) {
      const start = skipBlanks(frame, from, to)
      const stop = dropBlanks(frame, start, to)
      if (start === stop || !isQuote(frame[start])) throw new Undecodable('text in quotes', start)
      const end = quoteEnd(frame, start, stop)
      if (end === -1) throw new Undecodable('the end of the quotes', to)
      if (end < stop) throw new Undecodable('nothing behind the quotes', end)
      const quote = String.fromCharCode(frame[start] as number)
      return readText(frame, start + 1, end - 1, encoding).replaceAll(quote + quote, quote)
    },
    encode(value) {
      const text = typeof value === 'string' ? `"${value.replaceAll('"', '""')}"` : value
      return writeText(text, encoding)
    },
    description: describeText('quoted', options),
  })
}
