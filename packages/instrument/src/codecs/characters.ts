/** Text as bytes, and back: UTF-8, or Latin-1, in which a byte is a character. */
import { oneOf, show } from '@sockio/core'

/** Of every platform; the language's own types don't know them. */
declare const TextDecoder: new (label: string, options: object) => { decode(bytes: Uint8Array): string }
declare const TextEncoder: new () => { encode(text: string): Uint8Array }

/** How characters are bytes. */
export type Characters = 'utf8' | 'latin1'

export const checkCharacters = oneOf('utf8', 'latin1')

const reading = new TextDecoder('utf-8', { ignoreBOM: true })
const writing = new TextEncoder()

/** The text in `frame[from..to)`; what is no UTF-8 is U+FFFD. */
export function readText(frame: Uint8Array, from: number, to: number, characters: Characters = 'utf8'): string {
  if (characters === 'utf8') return reading.decode(frame.subarray(from, to))
  let text = ''
  for (let at = from; at < to; at++) text += String.fromCharCode(frame[at] as number)
  return text
}

const ASCII = /^[\0-\x7f]*$/

/** What is sent for `text`: ASCII as it is, since that is the same whatever a connection writes strings in. */
export function writeText(text: unknown, characters: Characters = 'utf8'): string | Uint8Array {
  if (typeof text !== 'string') throw new TypeError(`value: expected a string, got ${show(text)}`)
  if (ASCII.test(text)) return text
  return toBytes(text, characters)
}

/** The bytes of a text. */
export function toBytes(text: string, characters: Characters = 'utf8'): Uint8Array {
  if (characters === 'utf8') {
    if (!text.isWellFormed()) throw new RangeError(`value: expected text, got half of a character in ${show(text)}`)
    return writing.encode(text)
  }
  return Uint8Array.from(text, (character) => {
    const code = character.codePointAt(0) ?? 0
    if (code > 0xff) throw new RangeError(`value: expected Latin-1, got ${show(character)} in ${show(text)}`)
    return code
  })
}
