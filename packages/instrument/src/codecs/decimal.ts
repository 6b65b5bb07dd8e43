/**
 * Decimals (NR1, NR2 and NR3 of IEEE 488.2, 8.7.2 to 8.7.4), from bytes to the nearest double without a string in
 * between.
 */
import { longDecimal } from './long-decimal.ts'
import { POWERS } from './powers.ts'

const PLUS = 0x2b
const MINUS = 0x2d
const POINT = 0x2e
const ZERO = 0x30
/** The bit that makes a capital letter small. */
const LOWER = 0x20
const E = 0x65
/** An exponent beyond which the value is 0 or infinite, whatever the digits of a reply: where counting stops. */
const FAR = 1e9

/** Where a reader is in a frame. */
export interface Cursor {
  at: number
}

/**
 * The decimal that begins at the cursor, which then is behind it: as far as it goes, so that what is behind may be a
 * suffix that begins with an E. Infinite where no double is so large. Undefined where none begins: the cursor then is
 * where a digit should be.
 */
export function readDecimal(frame: Uint8Array, cursor: Cursor, to: number): number | undefined {
  let at = cursor.at
  const sign = at < to ? frame[at] : 0
  if (sign === MINUS || sign === PLUS) at++
  const first = at
  // Below 2^53 the sum is exact, and once it is not, it is not below 2^53 either. Its last 32 bits are exact at any length.
  let mantissa = 0
  let bits = 0
  for (; at < to && isDigit(frame[at]); at++) {
    const digit = (frame[at] as number) - ZERO
    mantissa = mantissa * 10 + digit
    bits = (Math.imul(bits, 10) + digit) | 0
  }
  let digits = at - first
  let exponent = 0
  if (at < to && frame[at] === POINT) {
    const part = ++at
    for (; at < to && isDigit(frame[at]); at++) {
      const digit = (frame[at] as number) - ZERO
      mantissa = mantissa * 10 + digit
      bits = (Math.imul(bits, 10) + digit) | 0
    }
    exponent = part - at
    digits -= exponent
  }
  cursor.at = at
  if (digits === 0) return undefined
  const power = at < to && ((frame[at] as number) | LOWER) === E ? exponentDigits(frame, at, to) : -1
  if (power >= 0) {
    let count = 0
    for (at = power; at < to && isDigit(frame[at]); at++)
      count = Math.min(count * 10 + (frame[at] as number) - ZERO, FAR)
    exponent += frame[power - 1] === MINUS ? -count : count
    cursor.at = at
  }
  const value = nearest(mantissa, exponent) ?? longDecimal(mantissa, bits, exponent) ?? Number(ascii(frame, first, at))
  return sign === MINUS ? -value : value
}

/**
 * W. Clinger, 1990: one rounding, hence exact, when the digits and the power of ten are both exact; undefined
 * otherwise.
 */
function nearest(mantissa: number, exponent: number): number | undefined {
  if (mantissa === 0) return 0
  if (mantissa > Number.MAX_SAFE_INTEGER) return undefined
  if (exponent === 0) return mantissa
  if (exponent < 0) return exponent < -22 ? undefined : mantissa / (POWERS[-exponent] as number)
  return exponent > 22 ? undefined : mantissa * (POWERS[exponent] as number)
}

/** Where the digits of an exponent begin whose E is at `at`; -1 where there are none. */
function exponentDigits(frame: Uint8Array, at: number, to: number): number {
  const signed = frame[at + 1] === PLUS || frame[at + 1] === MINUS
  const first = at + (signed ? 2 : 1)
  return first < to && isDigit(frame[first]) ? first : -1
}

export function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte <= ZERO + 9
}

/** Bytes that are ASCII, as text. */
export function ascii(frame: Uint8Array, from: number, to: number): string {
  let text = ''
  for (let at = from; at < to; at++) text += String.fromCharCode(frame[at] as number)
  return text
}
