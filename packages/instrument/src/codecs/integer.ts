/** The codec of integers. */
import { type Codec, Undecodable } from '@sockio/core'
import { skipBlanks } from './blanks.ts'
import { readDecimal } from './decimal.ts'
import { makeCodec } from './make.ts'
import { parseNumber } from './parse-number.ts'
import { checkNumberOptions, checkRange, describeNumber, type NumberOptions } from './range.ts'

/**
 * An integer that a double holds exactly, `Number.MIN_SAFE_INTEGER` to `Number.MAX_SAFE_INTEGER`. Reads NR1, and NR2,
 * NR3, `#H`, `#Q`, `#B` (IEEE 488.2, 8.7.2 to 8.7.7) where the nearest double is an integer: `4.0000E+03` is 4000; with
 * blanks around. Anything else is an error, the empty reply too. Writes NR1, and 0 for -0.
 *
 * `encode` throws a `TypeError` for what is not a number, and a `RangeError` for one that is not an integer of at most
 * 53 bits, or out of `min` to `max`.
 *
 * @throws {TypeError | RangeError} an option that can't be
 * @example
 * const points = integer({ min: 1 })
 * points.decode(new TextEncoder().encode('+4.0000E+03')) // 4000
 * points.encode(0) // RangeError: value: expected an integer of at least 1, got 0
 */
export function integer(options: NumberOptions = {}): Codec<number> {
  checkNumberOptions(options)
  const { suffix = '' } = options
  const notation = { expected: 'an integer', suffix: suffix.toLowerCase() }
  return makeCodec({
    selfContained: true,
    read(frame, from, to) {
      const value = parseNumber(frame, from, to, notation)
      const wrong = notInteger(value)
      if (wrong !== undefined) throw new Undecodable(wrong, skipBlanks(frame, from, to))
      return value + 0 // not -0
    },
    scan(frame, cursor, to) {
      const value = readDecimal(frame, cursor, to)
      return value === undefined || notInteger(value) !== undefined ? undefined : value + 0
    },
    encode(value) {
      checkRange(value, 'an integer', options)
      const wrong = notInteger(value)
      if (wrong !== undefined) throw new RangeError(`value: expected ${wrong}, got ${value}`)
      return String(value) + suffix
    },
    description: describeNumber('integer', options),
  })
}

/** What was expected instead of a number that is no integer, or not surely the one that was meant. */
function notInteger(value: number): string | undefined {
  if (!Number.isInteger(value)) return 'an integer'
  return Number.isSafeInteger(value) ? undefined : 'an integer of at most 53 bits'
}
