/** The codec of numbers. */
import { type Codec, type Description, fields, number as numberRule, type Rule, show } from '@sockio/core'
import { INFINITE, NOT_A_NUMBER, parseNumber } from './parse-number.ts'

/** Options of `number()`. */
export interface NumberOptions {
  /** The least value that is written. What is read may be less. Default: none. */
  readonly min?: number | undefined
  /** The greatest value that is written. What is read may be greater. Default: none. */
  readonly max?: number | undefined
  /** The unit of the value, for errors, documentation and forms: `V`. It is neither read nor written. Default: none. */
  readonly unit?: string | undefined
  /**
   * Text that is written behind the number (IEEE 488.2, 7.7.3), and may stand behind it in a reply, in upper or lower case,
   * with or without blanks between. Default: none.
   */
  readonly suffix?: string | undefined
}

const anyNumber = numberRule(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, false)
const aText: Rule = (value, name) => {
  if (typeof value !== 'string') throw new TypeError(`${name}: expected a string, got ${show(value)}`)
}
const aSuffix: Rule = (value, name) => {
  aText(value, name)
  if (!/^[A-Za-z%/*][\x21-\x7e]*$/.test(String(value))) {
    throw new RangeError(`${name}: expected ASCII without blanks that begins with a letter or "%", got ${show(value)}`)
  }
}
const check = fields({ min: anyNumber, max: anyNumber, unit: aText, suffix: aSuffix }, 'option')

/**
 * A number. Reads NR1, NR2 and NR3 (`42`, `-4.2`, `+4.2E-01`) and `#H`, `#Q`, `#B`, with blanks around (IEEE 488.2, 8.7.2
 * to 8.7.6), to the nearest double; 9.9E37 is `Infinity`, -9.9E37 `-Infinity` and 9.91E37 `NaN` (SCPI-99, volume 1,
 * 7.2.1.4). What is no number is an error, the empty reply too. Writes the shortest decimal that reads as the same double.
 *
 * `encode` throws a `TypeError` for what is not a number, and a `RangeError` for one out of `min` to `max`, which NaN is
 * where there is one of these, and for the three numbers that mean something else.
 *
 * @throws {TypeError | RangeError} an option that can't be
 * @example
 * const volts = number({ min: 0, max: 30, unit: 'V' })
 * volts.decode(new TextEncoder().encode('+1.5E+00')) // 1.5
 * volts.encode(0.1) // '0.1'
 */
export function number(options: NumberOptions = {}): Codec<number> {
  check(options, 'options')
  const { min, max, unit, suffix = '' } = options
  if (min !== undefined && max !== undefined && min > max) throw new RangeError(`min: ${min} is more than max, ${max}`)
  const notation = { expected: 'a number', suffix: suffix.toLowerCase() }
  const description: Description = {
    kind: 'number',
    ...(unit === undefined ? {} : { unit }),
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...(suffix === '' ? {} : { suffix }),
  }
  return {
    decode: (frame) => parseNumber(frame, 0, frame.length, notation),
    encode(value) {
      checkRange(value, options)
      return written(value) + suffix
    },
    describe: () => description,
  }
}

function checkRange(value: number, { min, max, unit }: NumberOptions): void {
  if (typeof value !== 'number') throw new TypeError(`value: expected a number, got ${show(value)}`)
  const bounded = min !== undefined || max !== undefined
  if (bounded ? value >= (min ?? value) && value <= (max ?? value) : true) return
  throw new RangeError(
    `value: expected a number ${rangeOf(min, max)}${unit === undefined ? '' : ` ${unit}`}, got ${value}`,
  )
}

function rangeOf(min: number | undefined, max: number | undefined): string {
  if (max === undefined) return `of at least ${min}`
  return min === undefined ? `of at most ${max}` : `from ${min} to ${max}`
}

/** The shortest decimal of a double, as `String` finds it, with the E and the specials of SCPI. */
function written(value: number): string {
  if (Number.isNaN(value)) return '9.91E37'
  if (Math.abs(value) === Number.POSITIVE_INFINITY) return value > 0 ? '9.9E37' : '-9.9E37'
  if (Math.abs(value) === INFINITE || value === NOT_A_NUMBER) {
    throw new RangeError(
      `value: ${value} can't be written, since in SCPI it stands for ${value === NOT_A_NUMBER ? NaN : 'infinity'}`,
    )
  }
  return Object.is(value, -0) ? '-0' : String(value).replace('e', 'E')
}
