/** What a value of the user's may be, and the error that says what is wrong with it. */
import { didYouMean } from './nearest.ts'
import { isBytes } from './realm.ts'

/** Checks one value; throws a TypeError or a RangeError that begins with `name`. */
export type Rule = (value: unknown, name: string) => void

/** Names and shows a value in an error message. */
export function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'function') return 'a function'
  if (typeof value === 'bigint') return `${value}n`
  if (value === null || typeof value !== 'object') return String(value)
  return Array.isArray(value) ? 'an array' : 'an object'
}

export const a = (type: 'boolean' | 'function'): Rule => {
  return (value, name) => {
    if (typeof value !== type) throw new TypeError(`${name}: expected a ${type}, got ${show(value)}`)
  }
}

/** The rule of what is on or off. */
export const booleanRule: Rule = a('boolean')

/** A number from `least` to `most`; where `whole`, an integer (or Infinity when `most` is). */
export function number(least: number, most: number, whole: boolean, unit = ''): Rule {
  const kind = whole ? 'an integer' : 'a number'
  const range = most === Number.POSITIVE_INFINITY ? `of at least ${least}` : `from ${least} to ${most}`
  return (value, name) => {
    if (typeof value !== 'number') throw new TypeError(`${name}: expected ${kind}${unit}, got ${show(value)}`)
    const integral = !whole || Number.isInteger(value) || value === Number.POSITIVE_INFINITY
    if (!(value >= least && value <= most && integral)) {
      throw new RangeError(`${name}: expected ${kind}${unit} ${range}, got ${value}`)
    }
  }
}

/** One of some literal values. */
export function oneOf(...values: readonly (string | number)[]): Rule {
  return (value, name) => {
    if (!values.includes(value as string)) {
      throw new TypeError(`${name}: expected ${values.map(show).join(' or ')}, got ${show(value)}`)
    }
  }
}

/** A string or bytes, not empty. */
export const someBytes: Rule = (value, name) => {
  if (typeof value !== 'string' && !isBytes(value)) {
    throw new TypeError(`${name}: expected a string or a Uint8Array, got ${show(value)}`)
  }
  if (value.length === 0) throw new RangeError(`${name}: must be at least one byte`)
}

/** An object, and no array. */
export const objectRule: Rule = (value, name) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new TypeError(`${name}: expected an object, got ${show(value)}`)
  }
}

/** The fields of an object, each by its rule; an unknown one is an error that lists those, and `more` that are known. */
export function fields(rules: Readonly<Record<string, Rule>>, what: string, more: readonly string[] = []): Rule {
  return (value, name) => {
    objectRule(value, name)
    for (const key of Object.keys(value as object)) {
      const field = (value as Readonly<Record<string, unknown>>)[key]
      const rule = Object.hasOwn(rules, key) ? rules[key] : undefined
      if (rule === undefined) {
        const known = [...Object.keys(rules), ...more]
        throw new TypeError(`unknown ${what} "${key}"${didYouMean(key, known)} (known: ${known.join(', ')})`)
      }
      if (field !== undefined) rule(field, what === 'option' ? key : `${name}.${key}`)
    }
  }
}

/** A boolean, or a function; or what the rule allows. */
export const either = (type: 'boolean' | 'function', rule: Rule): Rule => {
  return (value, name) => (typeof value === type ? undefined : rule(value, name))
}

const { POSITIVE_INFINITY } = Number
const LONGEST = 2 ** 31 - 1 // the longest timer of every platform
/** Milliseconds, 0 or more. */
export const duration = number(0, LONGEST, false, ' of milliseconds')
/** The rule of a limit: milliseconds, 0 or more, or `Infinity` for none. */
export const limitRule: Rule = (value, name) => {
  if (value !== POSITIVE_INFINITY) duration(value, name)
}
export const count = number(0, POSITIVE_INFINITY, true)
export const atLeastOne = number(1, POSITIVE_INFINITY, true)
