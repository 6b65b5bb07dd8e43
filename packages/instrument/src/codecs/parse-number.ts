/** Numbers as instruments write them (IEEE 488.2, 8.7.2 to 8.7.7), read from bytes without a string in between. */
import { Undecodable } from '@sockio/core'
import { skipBlanks } from './blanks.ts'

const PLUS = 0x2b
const MINUS = 0x2d
const POINT = 0x2e
const HASH = 0x23
const ZERO = 0x30
/** The bit that makes a capital letter small. */
const LOWER = 0x20
const E = 0x65

/** Powers of ten that a double holds exactly. */
const POWERS = Float64Array.from({ length: 23 }, (_, n) => Number(`1e${n}`))
/** An exponent beyond which the value is 0 or infinite, whatever the digits of a reply: where counting stops. */
const FAR = 1e9

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
 * The number in `frame[from..to)`: NR1, NR2, NR3, or `#H`, `#Q`, `#B`, with blanks around. 9.9E37 is infinite and 9.91E37
 * NaN, as SCPI has it; a number that no double holds is an error, as is anything else, at its first byte that is wrong.
 */
export function parseNumber(frame: Uint8Array, from: number, to: number, how: Notation): number {
  let at = skipBlanks(frame, from, to)
  if (at < to && frame[at] === HASH) return parseRadix(frame, at, to, how)

  const start = at
  const sign = at < to ? frame[at] : 0
  if (sign === MINUS || sign === PLUS) at++
  const first = at
  // Below 2^53 the sum is exact, and once it is not, it is not below 2^53 either.
  let mantissa = 0
  for (; at < to && isDigit(frame[at]); at++) mantissa = mantissa * 10 + ((frame[at] as number) - ZERO)
  let digits = at - first
  let exponent = 0
  if (at < to && frame[at] === POINT) {
    const point = at++
    for (; at < to && isDigit(frame[at]); at++) mantissa = mantissa * 10 + ((frame[at] as number) - ZERO)
    exponent = point + 1 - at
    digits -= exponent
  }
  if (digits === 0) throw new Undecodable(how.expected, at)
  const e = exponentDigits(frame, at, to)
  if (e >= 0) {
    let power = 0
    for (at = e; at < to && isDigit(frame[at]); at++) power = Math.min(power * 10 + (frame[at] as number) - ZERO, FAR)
    exponent += frame[e - 1] === MINUS ? -power : power
  }
  const end = at
  expectEnd(frame, at, to, how)

  const value = nearest(mantissa, exponent) ?? Number(ascii(frame, first, end))
  if (value === Number.POSITIVE_INFINITY) throw new Undecodable(`${how.expected} below 1.8E308`, start)
  if (value >= INFINITE) {
    if (value === INFINITE) return sign === MINUS ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
    if (value === NOT_A_NUMBER && sign !== MINUS) return Number.NaN
  }
  return sign === MINUS ? -value : value
}

/** W. Clinger, 1990: one rounding, hence exact, when the digits and the power of ten are both exact; undefined otherwise. */
function nearest(mantissa: number, exponent: number): number | undefined {
  if (mantissa === 0) return 0
  if (mantissa > Number.MAX_SAFE_INTEGER) return undefined
  if (exponent === 0) return mantissa
  if (exponent < 0) return exponent < -22 ? undefined : mantissa / (POWERS[-exponent] as number)
  return exponent > 22 ? undefined : mantissa * (POWERS[exponent] as number)
}

/** Where the digits of an exponent begin; -1 where there are none, so that a suffix such as `eV` may begin with an E. */
function exponentDigits(frame: Uint8Array, at: number, to: number): number {
  if (at >= to || ((frame[at] as number) | LOWER) !== E) return -1
  const signed = frame[at + 1] === PLUS || frame[at + 1] === MINUS
  const first = at + (signed ? 2 : 1)
  return first < to && isDigit(frame[first]) ? first : -1
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
  const letter = (byte | LOWER) - 0x61
  return letter >= 0 && letter < 6 ? letter + 10 : Number.POSITIVE_INFINITY
}

function expectEnd(frame: Uint8Array, from: number, to: number, { expected, suffix }: Notation): void {
  let at = skipBlanks(frame, from, to)
  if (at < to && suffix !== '' && ascii(frame, at, Math.min(at + suffix.length, to)).toLowerCase() === suffix) {
    at = skipBlanks(frame, at + suffix.length, to)
  }
  if (at < to) throw new Undecodable(expected, at)
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte <= ZERO + 9
}

function ascii(frame: Uint8Array, from: number, to: number): string {
  let text = ''
  for (let at = from; at < to; at++) text += String.fromCharCode(frame[at] as number)
  return text
}
