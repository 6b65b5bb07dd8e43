/**
 * Decimals of more digits than a double holds, as instruments write doubles: with 16 or 17. Such a number, and the
 * power of ten to be divided by, are held exactly as the sum of two doubles; and so is the quotient, but for an error
 * whose size is known (T. J. Dekker, 1971).
 */
import { POWERS } from './powers.ts'

/** Of the quotient, more than all errors come to: each is at most 2^-102 of it. */
const ERROR = 2 ** -98

/**
 * The double nearest to an integer times ten to the `exponent`. Undefined for an integer of more than 22 digits, for an
 * exponent beyond 44, and where the value is too near to the middle of two doubles.
 *
 * @param mantissa the integer, as its digits add up when each sum is rounded: it is off by a few parts in 2^53
 * @param bits the last 32 bits of the integer
 */
export function longDecimal(mantissa: number, bits: number, exponent: number): number | undefined {
  const power = Math.abs(exponent)
  if (power > 44 || mantissa >= 1e22) return undefined
  // a + b is the integer: what it is off by is less than 2^31, so that the last 32 bits tell.
  const a = mantissa
  const b = (bits - (mantissa | 0)) | 0
  // c + d is the power of ten.
  const ten = POWERS[Math.min(power, 22)] as number
  const more = POWERS[Math.max(power - 22, 0)] as number
  const c = ten * more
  const d = productError(ten, more, c)
  // value + small is a + b, divided by or times c + d.
  let value: number
  let small: number
  if (exponent < 0) {
    value = a / c
    const back = value * c
    small = (a - back - productError(value, c, back) + (b - value * d)) / c
  } else {
    value = a * c
    small = productError(a, c, value) + (b * c + a * d)
  }
  // Where the least and the most that it can be are rounded to the same double, that is the one.
  const nearest = value + (small + value * ERROR)
  return nearest === value + (small - value * ERROR) ? nearest : undefined
}

/** Halves of the bits of a double, so that their products are exact. */
const SPLIT = 2 ** 27 + 1

/** What is lost when `a * b` is rounded to `product`, exactly. */
function productError(a: number, b: number, product: number): number {
  const aHigh = upper(a)
  const bHigh = upper(b)
  const aLow = a - aHigh
  const bLow = b - bHigh
  return aHigh * bHigh - product + aHigh * bLow + aLow * bHigh + aLow * bLow
}

function upper(a: number): number {
  const scaled = SPLIT * a
  return scaled - (scaled - a)
}
