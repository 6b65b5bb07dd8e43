/** Checks of what a caller passed: each throws a TypeError or a RangeError that names the argument. */
import { didYouMean } from './nearest.ts'
import { isRecord, kindOf } from './realm.ts'

/** The longest delay that a timer of Node takes. */
const LONGEST_MS = 2 ** 31 - 1

/** What was passed, in short. */
export function shown(value: unknown): string {
  if (typeof value === 'function') return 'a function'
  if (typeof value === 'bigint') return `${value}n`
  if (typeof value === 'object' && value !== null) return kindOf(value)
  return typeof value === 'string' ? JSON.stringify(value) : String(value)
}

/** A check of one named value. */
export type Check = (name: string, value: unknown) => void

/** A time in ms: zero or more, and no more than a timer takes. */
export function checkMs(name: string, value: unknown): void {
  if (typeof value !== 'number') throw new TypeError(`${name} must be a number of ms, not ${shown(value)}`)
  if (!(value >= 0 && value <= LONGEST_MS)) {
    throw new RangeError(`${name} must be from 0 to ${LONGEST_MS} ms, not ${value}`)
  }
}

/** An integer within bounds. */
export function checkInteger(name: string, value: unknown, min: number, max = Number.MAX_SAFE_INTEGER): void {
  if (typeof value !== 'number') throw new TypeError(`${name} must be an integer, not ${shown(value)}`)
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new RangeError(`${name} must be an integer from ${min} to ${max}, not ${value}`)
  }
}

/** A text; `''` only where `empty` allows it. */
export function checkText(name: string, value: unknown, empty = true): void {
  if (typeof value !== 'string') throw new TypeError(`${name} must be a string, not ${shown(value)}`)
  if (!empty && value === '') throw new RangeError(`${name} must not be empty`)
}

/** One of a few words. */
export function checkWord(name: string, value: unknown, words: readonly string[]): void {
  if (typeof value !== 'string' || !words.includes(value)) {
    throw new TypeError(`${name} must be one of ${words.map(shown).join(', ')}, not ${shown(value)}`)
  }
}

/** An object with fields. */
export function checkRecord(name: string, value: unknown): asserts value is object {
  if (!isRecord(value)) throw new TypeError(`${name} must be an object, not ${shown(value)}`)
}

/** True or false. */
export function checkBoolean(name: string, value: unknown): void {
  if (typeof value !== 'boolean') throw new TypeError(`${name} must be a boolean, not ${shown(value)}`)
}

/** An object whose fields are all known; each field that is there, and not undefined, is checked. */
export function checkFields(name: string, value: unknown, fields: Readonly<Record<string, Check>>): void {
  checkRecord(name, value)
  for (const [field, content] of Object.entries(value)) {
    const check = Object.hasOwn(fields, field) ? fields[field] : undefined
    if (check === undefined) {
      const known = Object.keys(fields)
      const meant = didYouMean(field, known)
      throw new TypeError(`${name} has the unknown field ${shown(field)}${meant}; known: ${known.join(', ') || 'none'}`)
    }
    if (content !== undefined) check(`${name}.${field}`, content)
  }
}
