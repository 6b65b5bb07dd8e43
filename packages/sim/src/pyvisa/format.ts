/** Format strings (PEP 3101): `+{:.3f} V`. What of them a simulated instrument needs, for what it says and what it hears. */

import { exponential, fixed, general, shown } from './decimal.ts'
import type { Entry } from './entry.ts'
import { wired } from './wire-text.ts'

/** A value of a property, as Python has it: an int, a float or a str. */
export type Value = bigint | number | string
export type ValueType = 'int' | 'float' | 'str'

/** How one value is written. */
export interface Spec {
  readonly fill: string
  readonly align: string
  readonly sign: string
  readonly alternate: boolean
  readonly width: number
  readonly grouping: string
  readonly precision: number | undefined
  /** `f`, `d`...; `''` as suits the value. */
  readonly type: string
}

/** A place for a value: `{ch_id}`, `{:.2f}`. */
export interface Field {
  readonly name: string
  readonly spec: Spec
}

/** Texts, as they are sent, and the fields between them. */
export type Format = readonly (string | Field)[]

const SPEC = /^(?:([^{}]?)([<>=^]))?([-+ ])?(#)?(0)?(\d{1,4})?([,_])?(?:\.(\d{1,4}))?([bdeEfFgGnosxX%])?$/
/** Wider or finer than that, nothing is: a definition must not make texts that no memory holds. */
const WIDEST = 1000

const INTEGERS: ReadonlySet<string> = new Set('bdoxX')
const FLOATS: ReadonlySet<string> = new Set('eEfFgG%')

function readSpec(text: string, entry: Entry): Spec {
  const found = SPEC.exec(text)
  if (found === null)
    throw entry.error(`"{:${text}}" is no format that is understood, such as {}, {:d}, {:s} or {:.3f}`)
  const [, fill, align, sign = '-', alternate, zero, width = '0', grouping = '', precision, type = ''] = found
  if (Number(width) > WIDEST || Number(precision ?? 0) > WIDEST) {
    throw entry.error(`"{:${text}}" is wider or finer than ${WIDEST} characters`)
  }
  return {
    fill: fill || (zero === undefined ? ' ' : '0'),
    align: align ?? (zero === undefined ? '' : '='),
    sign,
    alternate: alternate !== undefined,
    width: Number(width),
    grouping,
    precision: precision === undefined ? undefined : Number(precision),
    type: type === 'n' ? (precision === undefined ? '' : 'g') : type,
  }
}

/** Reads a format string; `{{` and `}}` are braces. */
export function readFormat(text: string, entry: Entry): Format {
  const parts: (string | Field)[] = []
  let literal = ''
  for (let i = 0; i < text.length; ) {
    const two = text.slice(i, i + 2)
    if (two === '{{' || two === '}}') {
      literal += two.charAt(0)
      i += 2
    } else if (two.startsWith('{')) {
      const end = text.indexOf('}', i)
      if (end < 0) throw entry.error('a brace is not closed (a brace itself is written twice: "{{")')
      const [name = '', spec = ''] = splitOnce(text.slice(i + 1, end), ':')
      if (!/^\w*$/.test(name))
        throw entry.error(`"{${name}}": a field has a name, a number or nothing before the colon`)
      parts.push(wired(literal), { name, spec: readSpec(spec, entry) })
      literal = ''
      i = end + 1
    } else if (two.startsWith('}')) throw entry.error('a brace was not opened (a brace itself is written twice: "}}")')
    else literal += text.charAt(i++)
  }
  return [...parts, wired(literal)].filter((part) => part !== '')
}

function splitOnce(text: string, separator: string): string[] {
  const at = text.indexOf(separator)
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)]
}

/** The numbers that a format needs; undefined where it takes what there is. */
export function numbersOf(format: Format): ValueType | undefined {
  const types = format
    .flatMap((part) => (typeof part === 'string' ? [] : [part.spec.type]))
    .filter((type) => !['', 's'].includes(type))
  if (types.length === 0) return undefined
  return types.some((type) => INTEGERS.has(type)) ? 'int' : 'float'
}

/** Throws where values of that type can't be written so, as Python would on the first of them. */
export function checkFormat(format: Format, type: ValueType, entry: Entry): void {
  for (const part of format) {
    if (typeof part === 'string') continue
    const { spec } = part
    const ok =
      type === 'str'
        ? ['', 's'].includes(spec.type) && spec.align !== '=' && spec.grouping === ''
        : spec.type === '' || FLOATS.has(spec.type) || (type === 'int' && INTEGERS.has(spec.type))
    if (!ok) throw entry.error(`"{:${spec.type}}" can't show a value of type ${type}`)
  }
}

/** The text, with the value in each of its fields. */
export function formatted(format: Format, value: Value): string {
  return format.map((part) => (typeof part === 'string' ? part : one(value, part.spec))).join('')
}

function one(value: Value, spec: Spec): string {
  if (typeof value === 'string') {
    const text = spec.precision === undefined ? value : value.slice(0, spec.precision)
    return padded('', text, spec, '<')
  }
  const negative = value < 0 || Object.is(value, -0)
  const sign = negative ? '-' : spec.sign === '-' ? '' : spec.sign
  const digits = typeof value === 'number' || FLOATS.has(spec.type) ? float(Number(value), spec) : int(value, spec)
  return padded(sign, grouped(digits, spec.grouping), spec, '>')
}

const BASES: Readonly<Record<string, number>> = { b: 2, o: 8, x: 16, X: 16 }

function int(value: bigint, { type, alternate }: Spec): string {
  const base = BASES[type] ?? 10
  const digits = (value < 0n ? -value : value).toString(base)
  const text = alternate && base !== 10 ? `0${type}${digits}` : digits
  return type === 'X' ? text.toUpperCase() : text
}

function float(value: number, spec: Spec): string {
  const { type, precision, alternate } = spec
  if (type === '%') return `${float(value * 100, { ...spec, type: 'f' })}%`
  if (!Number.isFinite(value)) return type !== '' && 'EFG'.includes(type) ? 'INF' : 'inf' // there is no way to NaN
  switch (type) {
    case 'e':
      return exponential(value, precision ?? 6)
    case 'E':
      return exponential(value, precision ?? 6).toUpperCase()
    case 'g':
      return general(value, precision ?? 6, alternate ? '#g' : 'g')
    case 'G':
      return general(value, precision ?? 6, alternate ? '#g' : 'g').toUpperCase()
    case '':
      return precision === undefined ? shown(value) : general(value, precision, 'float')
    default:
      return fixed(value, precision ?? 6)
  }
}

function grouped(digits: string, separator: string): string {
  return separator === '' ? digits : digits.replace(/^\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, separator))
}

function padded(sign: string, text: string, { fill, align, width }: Spec, usual: string): string {
  const missing = Math.max(0, width - sign.length - text.length)
  switch (align || usual) {
    case '=':
      return sign + fill.repeat(missing) + text
    case '<':
      return sign + text + fill.repeat(missing)
    case '^':
      return fill.repeat(Math.floor(missing / 2)) + sign + text + fill.repeat(Math.ceil(missing / 2))
    default:
      return fill.repeat(missing) + sign + text
  }
}
