/** Reads what stands in a configuration: each wrong value is an error that says where, what was expected, and what is there. */
import { didYouMean } from '@sockio/core'
import { duration, eol as parseEol } from '../arguments.ts'
import { CommandError, exitCodes, messageOf } from '../failure.ts'

/** `supply.yaml: scpi.settings.min: expected a number, got "low"`. */
export function wrong(path: string, expected: string, value: unknown): CommandError {
  const shown = typeof value === 'string' ? JSON.stringify(value) : Array.isArray(value) ? 'a list' : 'a mapping'
  return new CommandError(`${path}: expected ${expected}, got ${shown}`, exitCodes.usage)
}

/** All scalars are texts: what is written is what is meant, and 1.50 stays 1.50. */
export function text(value: unknown, path: string, expected = 'a text'): string {
  if (typeof value !== 'string') throw wrong(path, expected, value)
  return value
}

export function integer(value: unknown, path: string, least: number, most = Number.MAX_SAFE_INTEGER): number {
  const number = Number(text(value, path, 'an integer'))
  if (value === '' || !Number.isInteger(number) || number < least || number > most) {
    const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`
    throw wrong(path, `an integer ${range}`, value)
  }
  return number
}

export function number(value: unknown, path: string): number {
  const parsed = Number(text(value, path, 'a number'))
  if (value === '' || !Number.isFinite(parsed)) throw wrong(path, 'a number', value)
  return parsed
}

/** Ms: `200`, `200ms`, `2s`. */
export function time(value: unknown, path: string): number {
  try {
    return duration(text(value, path, 'a time such as 200ms'))
  } catch (error) {
    throw error instanceof CommandError ? error : wrong(path, 'a time such as 200ms', value)
  }
}

export function endOfLine(value: unknown, path: string): string {
  try {
    return parseEol(text(value, path, 'lf, crlf, cr or a text'))
  } catch (error) {
    throw error instanceof CommandError ? error : new CommandError(`${path}: ${messageOf(error)}`, exitCodes.usage)
  }
}

export function list(value: unknown, path: string): readonly unknown[] {
  if (!Array.isArray(value)) throw wrong(path, 'a list', value)
  return value
}

/** A mapping; its keys are among `known`, where they are given. */
export function mapping(value: unknown, path: string, known?: readonly string[]): ReadonlyMap<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong(path, 'a mapping', value)
  const entries = Object.entries(value)
  const unknown = known === undefined ? undefined : entries.find(([key]) => !known.includes(key))?.[0]
  if (known !== undefined && unknown !== undefined) {
    const meant = didYouMean(unknown, known)
    const message = `${path}: unknown key ${JSON.stringify(unknown)}${meant} (known: ${known.join(', ')})`
    throw new CommandError(message, exitCodes.usage)
  }
  return new Map(entries)
}

/** The path of a key in a mapping: `replies."*IDN?"`. */
export function at(path: string, key: string | number): string {
  if (typeof key === 'number') return `${path}[${key}]`
  const name = /^\w+$/.test(key) ? key : JSON.stringify(key)
  return path.endsWith(': ') ? path + name : `${path}.${name}`
}

/** What `read` makes of a value that may be missing. */
export function optional<T>(value: unknown, read: (value: unknown) => T): T | undefined {
  return value === undefined ? undefined : read(value)
}
