/** The codec of numbers. */
import type { Codec } from '@sockio/core'
import { makeCodec } from './make.ts'
import { INFINITE, NOT_A_NUMBER, parseNumber, scanNumber } from './parse-number.ts'
import { checkNumberOptions, checkRange, describeNumber, type NumberOptions } from './range.ts'

/**
 * A number. Reads NR1, NR2 and NR3 (`42`, `-4.2`, `+4.2E-01`) and `#H`, `#Q`, `#B`, with blanks around (IEEE 488.2,
 * 8.7.2 to 8.7.7), to the nearest double; 9.9E37 is `Infinity`, -9.9E37 `-Infinity` and 9.91E37 `NaN` (SCPI-99, volume
 * 1, 7.2.1.4 and 7.2.1.5). What is no number is an error, the empty reply too. Writes the shortest decimal that reads
 * as the same double.
 *
 * `encode` throws a `TypeError` for what is not a number, and a `RangeError` for one out of `min` to `max` (NaN is out
 * of any range) and for the three numbers that stand for something else.
 *
 * @throws {TypeError | RangeError} an option that can't be
 * @example
 * const volts = number({ min: 0, max: 30, unit: 'V' })
 * volts.decode(new TextEncoder().encode('+1.5E+00')) // 1.5
 * volts.encode(0.1) // '0.1'
 */
export function number(options: NumberOptions = {}): Codec<number> {
  checkNumberOptions(options)
  const { suffix = '' } = options
  const notation = { expected: 'a number', suffix: suffix.toLowerCase() }
  return makeCodec({
    selfContained: true,
    read: (frame, from, to) => parseNumber(frame, from, to, notation),
    scan: scanNumber,
    encode(value) {
      checkRange(value, 'a number', options)
      return written(value) + suffix
    },
    description: describeNumber('number', options),
  })
}

/** The shortest decimal of a double, as `String` finds it, with the E and the specials of SCPI. */
function written(value: number): string {
  if (Number.isNaN(value)) return '9.91E37'
  if (Math.abs(value) === Number.POSITIVE_INFINITY) return value > 0 ? '9.9E37' : '-9.9E37'
  if (Math.abs(value) === INFINITE || value === NOT_A_NUMBER) {
    const meaning = value === NOT_A_NUMBER ? Number.NaN : value > 0 ? 'Infinity' : '-Infinity'
    throw new RangeError(`value: ${value} can't be written, since in SCPI it stands for ${meaning}`)
  }
  return Object.is(value, -0) ? '-0' : String(value).replace('e', 'E')
}
