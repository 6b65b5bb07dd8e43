/** What a client may write to set a property: a format string, read backwards. */
import type { Entry } from './entry.ts'
import { readFormat, type Spec, type Value, type ValueType } from './format.ts'
import { trimmed } from './wire-text.ts'

/** What was heard. */
export interface Heard {
  readonly value: Value
  /** What stood for `{ch_id}`. */
  readonly channel: string | undefined
}

export interface SetterPattern {
  /** As what its value is read. */
  readonly type: ValueType
  /** Does it name the channel? */
  readonly namesChannel: boolean
  /** What the request sets; undefined for a request of another kind. */
  hear(request: string): Heard | undefined
}

/** Nothing that sets an instrument is longer; more would take an expression, which tries every length, too long. */
const TEXT = '[\\s\\S]{0,1024}?'
const SIGN = '[-+]?'
const DIGITS = '\\d{1,400}'
/** Any way to write a number, whatever the precision: `5`, `5.0`, `.5`, `5e0`. */
const FLOAT = `${SIGN}(?:${DIGITS}(?:\\.\\d{0,400})?|\\.${DIGITS})(?:[eE]${SIGN}\\d{1,4})?`

interface Reading {
  readonly source: string
  readonly type: ValueType
  read(text: string): Value
}

const text: Reading = { source: TEXT, type: 'str', read: (given) => given }
const float: Reading = { source: FLOAT, type: 'float', read: Number }

function based(digits: string, prefix: string): Reading {
  return {
    source: `${SIGN}(?:0[${prefix}])?[${digits}]{1,400}`,
    type: 'int',
    read(given) {
      const bare = given.replace(/^[-+]/, '')
      const value = BigInt(/^0[a-z]/i.test(bare) ? bare.toLowerCase() : `0${prefix.charAt(0)}${bare}`)
      return given.startsWith('-') ? -value : value
    },
  }
}

const READINGS: Readonly<Record<string, Reading>> = {
  '': text,
  s: text,
  d: { source: SIGN + DIGITS, type: 'int', read: (given) => BigInt(given.replace(/^\+/, '')) },
  b: based('01', 'bB'),
  o: based('0-7', 'oO'),
  x: based('0-9a-fA-F', 'xX'),
  X: based('0-9a-fA-F', 'xX'),
  '%': { source: `${FLOAT}%`, type: 'float', read: (given) => Number(given.slice(0, -1)) / 100 },
}

const readingOf = ({ type }: Spec): Reading => READINGS[type] ?? float

const literal = (part: string) => part.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')

/** The name of a field whose text is read and forgotten. */
const IGNORED = '_'
const CHANNEL = 'ch_id'

/** Reads the pattern of a setter: `VOLT {:.3f}`, `CH {ch_id}:VOLT {:.3f}`. */
export function setterPattern(entry: Entry): SetterPattern {
  const parts = readFormat(trimmed(entry.text()), entry)
  const fields = parts.filter((part) => typeof part !== 'string')
  const [own, another] = fields.filter(({ name }) => name !== IGNORED && name !== CHANNEL)
  if (own === undefined) throw entry.error('a field for the value, such as {} or {:.3f}, is missing')
  if (another !== undefined || fields.length > 4)
    throw entry.error('there is one value to set, and so one field for it')
  const reading = readingOf(own.spec)
  const source = parts.map((part) => {
    if (typeof part === 'string') return literal(part)
    const { source } = readingOf(part.spec)
    if (part === own) return `(?<value>${source})`
    return part.name === CHANNEL ? `(?<channel>${TEXT})` : `(?:${source})`
  })
  const expression = new RegExp(`^${source.join('')}$`)
  return {
    type: reading.type,
    namesChannel: fields.some(({ name }) => name === CHANNEL),
    hear(request) {
      const { groups } = expression.exec(request) ?? {}
      return groups?.value === undefined ? undefined : { value: reading.read(groups.value), channel: groups.channel }
    },
  }
}
