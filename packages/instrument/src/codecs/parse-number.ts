/** Numbers as instruments write them (IEEE 488.2, 8.7.2 to 8.7.7): decimals, and those in other bases. */
import { Undecodable } from '@sockio/core'
import { skipBlanks } from './blanks.ts'
import { ascii, type Cursor, isDigit, readDecimal } from './decimal.ts'

const HASH = 0x23
const ZERO = 0x30
const A = 0x61
/** The bit that makes a capital letter small. */
const LOWER = 0x20

/** SCPI-99, volume 1, 7.2.1.4 and 7.2.1.5: what stands for the infinities and for what is no number. */
export const INFINITE = 9.9e37
export const NOT_A_NUMBER = 9.91e37

const RADIX: Readonly<Record<string, number>> = { h: 16, q: 8, b: 2 }

/** How a number is read. */
export interface Notation {
  /** What an error says was expected: `a number`. */
  readonly expected: string
  /** What may stand behind the number, in lower case; empty for nothing. */
  readonly suffix: string
}

/**
 * The number in `frame[from..to)`: NR1, NR2, NR3, or `#H`, `#Q`, `#B`, with blanks around. 9.9E37 is infinite and
 * 9.91E37 NaN, as SCPI has it; a number that no double holds is an error, as is anything else, at its first byte that
 * is wrong.
 */
export function parseNumber(frame: Uint8Array, from: number, to: number, how: Notation): number {
  const start = skipBlanks(frame, from, to)
  if (start < to && frame[start] === HASH) return parseRadix(frame, start, to, how)
  const cursor = { at: start }
  const value = readDecimal(frame, cursor, to)
  if (value === undefined) throw new Undecodable(how.expected, cursor.at)
  expectEnd(frame, cursor.at, to, how)
  if (!Number.isFinite(value)) throw new Undecodable(`${how.expected} below 1.8E308`, start)
  return meaning(value)
}

/** The number that begins at the cursor, which then is behind it; undefined where it is no plain decimal. */
export function scanNumber(frame: Uint8Array, cursor: Cursor, to: number): number | undefined {
  const value = readDecimal(frame, cursor, to)
  return value === undefined || !Number.isFinite(value) ? undefined : meaning(value)
}

function meaning(value: number): number {
  if (value === INFINITE) return Number.POSITIVE_INFINITY
  if (value === -INFINITE) return Number.NEGATIVE_INFINITY
  return value === NOT_A_NUMBER ? Number.NaN : value
}

/** `#H1F`, `#Q17`, `#B101`, an integer without a sign, which a double must hold exactly. */
function parseRadix(frame: Uint8Array, hash: number, to: number, how: Notation): number {
  const letter = hash + 1 < to ? String.fromCharCode(frame[hash + 1] as number).toLowerCase() : ''
  const radix = RADIX[letter]
  if (radix === undefined) throw new Undecodable(how.expected, hash)
  let value = 0
  let at = hash + 2
  for (; at < to && digitOf(frame[at] as number) < radix; at++) value = value * radix + digitOf(frame[at] as number)
  if (at === hash + 2) throw new Undecodable(how.expected, at)
  if (value > Number.MAX_SAFE_INTEGER) throw new Undecodable(`${how.expected} of at most 53 bits`, hash)
  expectEnd(frame, at, to, how)
  return value
}

/** The value of a digit up to F; Infinity of anything else. */
function digitOf(byte: number): number {
  if (isDigit(byte)) return byte - ZERO
  const letter = (byte | LOWER) - A
  return letter >= 0 && letter < 6 ? letter + 10 : Number.POSITIVE_INFINITY
}

function expectEnd(frame: Uint8Array, from: number, to: number, { expected, suffix }: Notation): void {
  let at = skipBlanks(frame, from, to)
  if (at < to && suffix !== '' && ascii(frame, at, Math.min(at + suffix.length, to)).toLowerCase() === suffix) {
    at = skipBlanks(frame, at + suffix.length, to)
  }
  if (at < to) throw new Undecodable(expected, at)
}
