/** One line of SCPI taken apart: commands, headers and parameters (IEEE 488.2, 7; SCPI-99, volume 1, 6.2). */

import { blockEnd } from '../block-end.ts'

const SPACE = 0x20

/** One command of a line. */
export interface Unit {
  /** As it was sent: `CHAN1:SCAL?`, with a leading colon where it had one. */
  readonly header: string
  readonly parameters: readonly string[]
  /** What follows the header, as it was sent, without the blanks around. */
  readonly rest: string
}

/** Blanks are what is not printed, and the space (IEEE 488.2, 7.4.1.2); of Latin-1, some characters are blanks to JavaScript only. */
function skipBlanks(text: string, from: number): number {
  let at = from
  while (at < text.length && text.charCodeAt(at) <= SPACE) at++
  return at
}

function dropBlanks(text: string, from: number, to: number): number {
  let at = to
  while (at > from && text.charCodeAt(at - 1) <= SPACE) at--
  return at
}

/** Splits at a separator that is not within quotes or a block; without the blanks around, which in a block are none. */
function split(text: string, separator: string): string[] {
  const parts: string[] = []
  let quote = ''
  let start = 0
  let block = 0
  const part = (end: number) => {
    const kept = Math.max(start, block)
    parts.push(text.slice(skipBlanks(text, start), dropBlanks(text, kept, end)))
  }
  for (let i = 0; i < text.length; i++) {
    const character = text.charAt(i)
    if (quote !== '') quote = character === quote ? '' : quote
    else if (character === '"' || character === "'") quote = character
    else if (character === separator) {
      part(i)
      start = i + 1
    } else if (character === '#') {
      const end = blockEnd(text.length, (at) => text.charCodeAt(at), i)
      if (end === undefined || end > text.length) continue
      block = end
      i = end - 1
    }
  }
  part(text.length)
  return parts
}

/** A quoted string without its quotes, doubled ones halved; anything else as it is. */
function unquoted(text: string): string {
  const quote = text[0]
  if ((quote !== '"' && quote !== "'") || text.length < 2 || !text.endsWith(quote)) return text
  return text.slice(1, -1).replaceAll(quote + quote, quote)
}

function unit(text: string): Unit {
  const [header = ''] = /^[^\0- ]*/.exec(text) ?? []
  const rest = text.slice(skipBlanks(text, header.length))
  const parameters = rest === '' ? [] : split(rest, ',').map(unquoted)
  return { header, parameters, rest }
}

/** The commands of a line; empty ones, as behind a last `;`, are none. */
export function units(line: string): Unit[] {
  return split(line, ';')
    .filter((text) => text !== '')
    .map(unit)
}
