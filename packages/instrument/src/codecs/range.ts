/** Which numbers are written: the options of `number` and `integer`, and the errors for what is out of them. */
import { type Description, fields, number, type Rule, show } from '@sockio/core'

/** Options of `number` and `integer`. */
export interface NumberOptions {
  /** The least value that is written. What is read may be less. Default: none. */
  readonly min?: number | undefined
  /** The greatest value that is written. What is read may be greater. Default: none. */
  readonly max?: number | undefined
  /** The unit of the value, for errors, documentation and forms: `V`. It is neither read nor written. Default: none. */
  readonly unit?: string | undefined
  /**
   * Text that is written right behind the number (IEEE 488.2, 7.7.3), and may stand behind it in a reply, in upper or
   * lower case, with or without blanks between. Default: none.
   */
  readonly suffix?: string | undefined
}

const anyNumber = number(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, false)
/** A string. */
export const aText: Rule = (value, name) => {
  if (typeof value !== 'string') throw new TypeError(`${name}: expected a string, got ${show(value)}`)
}
const aSuffix: Rule = (value, name) => {
  aText(value, name)
  if (!/^[A-Za-z%/*][\x21-\x7e]*$/.test(String(value))) {
    throw new RangeError(`${name}: expected ASCII without blanks that begins with a letter or "%", got ${show(value)}`)
  }
}
const check = fields({ min: anyNumber, max: anyNumber, unit: aText, suffix: aSuffix }, 'option')

/** What was given, checked. */
export function checkNumberOptions(options: NumberOptions): void {
  check(options, 'options')
  const { min, max } = options
  if (min !== undefined && max !== undefined && min > max) throw new RangeError(`min: ${min} is more than max, ${max}`)
}

/** What the options say, as JSON. */
export function describeNumber(kind: string, { min, max, unit, suffix }: NumberOptions): Description {
  return {
    kind,
    ...(unit === undefined ? {} : { unit }),
    ...(isBound(min) ? { min } : {}),
    ...(isBound(max) ? { max } : {}),
    ...(suffix === undefined ? {} : { suffix }),
  }
}

/** An infinite one is none, and JSON has no infinity. */
function isBound(limit: number | undefined): limit is number {
  return limit !== undefined && Number.isFinite(limit)
}

/** Whether `value` may be written; NaN only where there is neither a least nor a greatest value. */
export function checkRange(value: unknown, expected: string, { min, max, unit }: NumberOptions): void {
  if (typeof value !== 'number') throw new TypeError(`value: expected ${expected}, got ${show(value)}`)
  if (min === undefined && max === undefined) return
  if (value >= (min ?? value) && value <= (max ?? value)) return
  const behind = unit === undefined ? '' : ` ${unit}`
  throw new RangeError(`value: expected ${expected} ${rangeOf(min, max)}${behind}, got ${value}`)
}

function rangeOf(min: number | undefined, max: number | undefined): string {
  if (max === undefined) return `of at least ${min}`
  return min === undefined ? `of at most ${max}` : `from ${min} to ${max}`
}
