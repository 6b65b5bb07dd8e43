/** Values with separators between them, such as commas; those within quotes are none. */
import { fields, printable, type Rule, show } from '@sockio/core'
import { SPACE } from './blanks.ts'
import { readText, toBytes } from './characters.ts'
import { isQuote, quoteEnd } from './quotes.ts'

/** Options of `list`, `tuple` and `record`. */
export interface SeparatorOptions {
  /** What stands between two values, exactly. Default `','` (IEEE 488.2, 8.4.2). */
  readonly separator?: string | undefined
}

const aSeparator: Rule = (value, name) => {
  if (typeof value !== 'string') throw new TypeError(`${name}: expected a string, got ${show(value)}`)
  if (!/^[\0-\x7f]+$/.test(value) || /["']/.test(value)) {
    throw new RangeError(`${name}: expected ASCII without quotes, at least one character, got ${show(value)}`)
  }
}
const check = fields({ separator: aSeparator }, 'option')

/** The separator as bytes, checked. */
export function separatorOf(options: SeparatorOptions): Uint8Array {
  check(options, 'options')
  return toBytes(options.separator ?? ',')
}

/**
 * Whether a number ends before it: one that begins with a digit, a letter, a sign or a point may be read as a part of
 * one.
 */
export function endsNumbers(separator: Uint8Array): boolean {
  return !/^[\w.+-]/.test(readText(separator, 0, 1))
}

/** Where the value that begins at `from` ends: before the next separator outside of quotes, or at `to`. */
export function itemEnd(frame: Uint8Array, from: number, to: number, separator: Uint8Array): number {
  const first = separator[0] as number
  let at = from
  while (at < to && frame[at] !== first && (frame[at] as number) <= SPACE) at++
  if (at < to && isQuote(frame[at])) at = quoteEnd(frame, at, to)
  if (at === -1) return to
  while (at < to && !(frame[at] === first && isSeparator(frame, at, to, separator))) at++
  return at
}

/** Whether a separator is at `at`. */
export function isSeparator(frame: Uint8Array, at: number, to: number, separator: Uint8Array): boolean {
  if (at + separator.length > to) return false
  for (let i = 0; i < separator.length; i++) if (frame[at + i] !== separator[i]) return false
  return true
}

/**
 * The items with separators between. Where the last is not `open` to separators, there may be none in it.
 *
 * @param place of an item in the value, for errors: `[0]`, `.low`
 * @throws {RangeError} an item that would not be read back as one
 */
export function joined(
  items: readonly (string | Uint8Array)[],
  separator: Uint8Array,
  open: boolean,
  place: (index: number) => string,
): string | Uint8Array {
  const pieces = items.map((item) => (typeof item === 'string' ? toBytes(item) : item))
  const whole = concatenated(pieces.flatMap((piece, index) => (index === 0 ? [piece] : [separator, piece])))
  let from = 0
  for (const [index, piece] of pieces.entries()) {
    const end = from + piece.length
    const last = index === pieces.length - 1
    if (!(last && open) && itemEnd(whole, from, whole.length, separator) !== end) {
      const wrong = `has a separator (${printable(separator)}) outside of quotes, or quotes without an end`
      throw new RangeError(`value${place(index)}: ${printable(piece)} ${wrong}`)
    }
    from = end + separator.length
  }
  return items.every((item) => typeof item === 'string') ? items.join(readText(separator, 0, separator.length)) : whole
}

function concatenated(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}
