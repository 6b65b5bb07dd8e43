/** A value that a simulated instrument keeps: its type, its bounds, and what it is at first. */

import { shown } from './decimal.ts'
import type { Entry, Fields } from './entry.ts'
import type { Value, ValueType } from './format.ts'
import { wired } from './wire-text.ts'

const TYPES: readonly string[] = ['int', 'float', 'str'] satisfies ValueType[]
const EXPECTED = { int: 'an integer', float: 'a number', str: 'a text' } as const
const INT = /^\s*[-+]?\d{1,400}\s*$/
const FLOAT = /^\s*[-+]?(\d+(\.\d*)?|\.\d+)(e[-+]?\d+)?\s*$/i

function isType(text: string): text is ValueType {
  return TYPES.includes(text)
}

/** As that type; undefined where it can't be. */
function converted(value: Value, type: ValueType): Value | undefined {
  switch (type) {
    case 'str':
      return asText(value)
    case 'float':
      return typeof value === 'string' ? (FLOAT.test(value) ? Number(value) : undefined) : Number(value)
    default:
      if (typeof value === 'string') return INT.test(value) ? BigInt(value.trim().replace(/^\+/, '')) : undefined
      return typeof value === 'number' ? (Number.isFinite(value) ? BigInt(Math.trunc(value)) : undefined) : value
  }
}

/** As Python prints it. */
export function asText(value: Value): string {
  if (typeof value !== 'number') return String(value)
  return value < 0 || Object.is(value, -0) ? `-${shown(value)}` : shown(value)
}

/** Which values a property may have. */
export interface Property {
  readonly type: ValueType
  readonly initial: Value
  /** The value as the property keeps it; undefined for one that it does not take. */
  take(value: Value): Value | undefined
}

/**
 * @param heard as what its setter reads values
 * @param shown as what its getter writes them, where that needs numbers
 */
export function readProperty(fields: Fields, heard?: ValueType, shown?: ValueType): Property {
  const given = fields.get('default')
  const specs = fields.get('specs')
  if (specs === undefined || specs.empty) return freeProperty(given, heard, shown)
  const own = specs.fields(['type', 'min', 'max', 'valid'])
  const type = own.need('type').text('int, float or str')
  if (!isType(type)) throw own.need('type').wrong('int, float or str')
  const min = bound(own.get('min'), type)
  const max = bound(own.get('max'), type)
  const valid =
    own
      .get('valid')
      ?.list()
      .map((entry) => bound(entry, type)) ?? []
  const take = (value: Value) => {
    const kept = converted(value, type)
    if (kept === undefined || (min !== undefined && kept < min) || (max !== undefined && kept > max)) return undefined
    return valid.length === 0 || valid.includes(kept) ? kept : undefined
  }
  const initial = take(given === undefined ? '' : wired(given.text()))
  if (initial === undefined) throw (given ?? specs).error('a default that agrees with the specs is needed')
  return { type, initial, take }
}

function bound(entry: Entry | undefined, type: ValueType): Value | undefined {
  if (entry === undefined) return undefined
  const expected = EXPECTED[type]
  const value = converted(wired(entry.text(expected)), type)
  if (value === undefined) throw entry.wrong(expected)
  return value
}

/** Without specs, a text stays what it is until something else is set; but a getter that writes numbers needs one. */
function freeProperty(given: Entry | undefined, heard: ValueType = 'str', shown?: ValueType): Property {
  const text = given === undefined ? '' : wired(given.text())
  if (shown === undefined) return { type: heard, initial: text, take: (value) => value }
  const type = heard === 'str' ? shown : heard
  const initial = converted(text === '' ? '0' : text, type)
  if (initial === undefined) throw given?.wrong(`${EXPECTED[type]}, which the getter writes`)
  return { type, initial, take: (value) => converted(value, type) }
}
