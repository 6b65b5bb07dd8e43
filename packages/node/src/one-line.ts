/** Text that is one line: what `query()` and `command()` send, whoever made the text. */
import type { Encoding } from '@sockio/core'
import { asBuffer } from './decode.ts'

const CR = 13
const LF = 10

const CURES = {
  query: 'for several requests use writeLinesReadLines(), for bytes as they are writeReadLine()',
  command: 'for several commands use writeLines(), for bytes as they are write()',
} as const

/** The bytes of `text` end with those of `end`. */
function endsWith(text: Buffer, end: Uint8Array): boolean {
  const from = text.length - end.length
  if (from < 0) return false
  for (let i = 0; i < end.length; i++) if (text[from + i] !== end[i]) return false // a closure costs each query its making
  return true
}

/**
 * Is there an end of line in the first `length` bytes? Instruments take CR and LF for one, whatever was agreed: with a NUL or
 * a semicolon too.
 */
function hasEnd(text: Buffer, length: number, eol: Uint8Array, encoding: Encoding): boolean {
  if (eol[0] !== CR && eol[0] !== LF && text.subarray(0, length).includes(asBuffer(eol))) return true
  const width = encoding === 'utf16le' ? 2 : 1
  for (let i = 0; i < length; i += width) {
    if ((text[i] === CR || text[i] === LF) && (width === 1 || text[i + 1] === 0)) return true
  }
  return false
}

/** Text with its end of line, which is appended when it is missing. */
export function withEnd(text: Buffer, eol: Uint8Array): Buffer {
  return endsWith(text, eol) ? text : Buffer.concat([text, eol])
}

/** Does it ask for a reply, as SCPI has it: is a question mark the last thing in front of its end of line? */
export function asks(text: Buffer, encoding: Encoding): boolean {
  return text.toString(encoding).trimEnd().endsWith('?')
}

/**
 * A line with its end of line, which is appended when it is missing. Another one inside would make two requests of it
 * and owe two replies; and a name or a number from somewhere else could bring in commands of its own.
 *
 * @throws {TypeError} when there is one inside. The bytes are looked at: an encoding may make LF of another character
 */
export function terminated(text: Buffer, eol: Uint8Array, encoding: Encoding, verb: 'query' | 'command'): Buffer {
  return oneLine(text, eol, encoding, verb) ? text : Buffer.concat([text, eol])
}

/** `oneLine`, of text whose end of line `end` is the same in its bytes, and whose characters are theirs: of UTF-8, ASCII. */
export function oneLineOfText(text: string, end: string, verb: 'query' | 'command'): boolean {
  const ended = text.endsWith(end)
  const length = ended ? text.length - end.length : text.length
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i)
    if (code === CR || code === LF) throw severalLines(end, verb)
  }
  const first = end.charCodeAt(0)
  if (first !== CR && first !== LF && text.slice(0, length).includes(end)) throw severalLines(end, verb)
  return ended
}

/** Is it there already, the end of what is one line? Throws as `terminated` does. */
export function oneLine(text: Buffer, eol: Uint8Array, encoding: Encoding, verb: 'query' | 'command'): boolean {
  const ended = endsWith(text, eol)
  const length = ended ? text.length - eol.length : text.length
  if (!hasEnd(text, length, eol, encoding)) return ended
  throw severalLines(asBuffer(eol).toString('latin1'), verb)
}

function severalLines(eol: string, verb: 'query' | 'command'): TypeError {
  const agreed = JSON.stringify(eol)
  return new TypeError(
    `text: has an end of line before its end (writeEol: ${agreed}), and ${verb}() sends one: ${CURES[verb]}`,
  )
}
