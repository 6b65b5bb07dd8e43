/** Texts as they are sent: each character stands for one byte, so that texts and raw bytes are matched and sent alike. */
import { isUtf8 } from 'node:buffer'
import type { Entry } from './entry.ts'

/** What stands in a definition for no reply at all. */
const NOTHING = 'null_response'

/** The UTF-8 of a text, a character for each byte. */
export function wired(text: string): string {
  return Buffer.from(text).toString('latin1')
}

/** Is it the same as a text? */
export function isAscii(wire: string): boolean {
  return wired(wire) === wire
}

/** Are there bytes in it that are no text? */
export function isBinary(wire: string): boolean {
  return !isUtf8(Buffer.from(wire, 'latin1'))
}

/** Blanks, and blanks only, around what is written do not belong to it. */
export function trimmed(text: string): string {
  let start = 0
  let end = text.length
  while (text[start] === ' ') start++
  while (end > start && text[end - 1] === ' ') end--
  return text.slice(start, end)
}

/** What is sent for a text of the definition: `\r` and `\n` are ends of line, `BYTES(...)` holds bytes, as characters up to U+00FF. */
export function wireText(entry: Entry): string {
  const text = trimmed(entry.text()).replaceAll('\\r', '\r').replaceAll('\\n', '\n')
  return text
    .split(/(BYTES\([^)]+\))/)
    .map((part) => {
      const [, bytes] = /^BYTES\(([\s\S]*)\)$/.exec(part) ?? []
      return bytes === undefined ? wired(part) : checkedBytes(bytes, entry)
    })
    .join('')
}

/** What is sent for the text of a reply; undefined where there is none. */
export function replyText(entry: Entry | undefined): string | undefined {
  if (entry === undefined || entry.value === NOTHING) return undefined
  return wireText(entry)
}

function checkedBytes(characters: string, entry: Entry): string {
  for (const character of characters) {
    if ((character.codePointAt(0) ?? 0) > 255) {
      throw entry.error(`BYTES(...) holds ${JSON.stringify(character)}, which is no byte: write one as "\\xaa"`)
    }
  }
  return characters
}
