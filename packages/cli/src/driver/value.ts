/** Values of a driver, as people write them on a command line, and as they are shown. */
import type { Codec, Description } from '@sockio/core'
import { unescaped } from '../arguments.ts'
import { CommandError, exitCodes } from '../failure.ts'
import { safe } from '../readable.ts'
import { summary } from '../reply.ts'
import { kindOf } from './describe.ts'

const FLOATS: Readonly<Record<string, (values: readonly number[]) => unknown>> = {
  uint8: (values) => Uint8Array.from(values),
  int8: (values) => Int8Array.from(values),
  uint16: (values) => Uint16Array.from(values),
  int16: (values) => Int16Array.from(values),
  uint32: (values) => Uint32Array.from(values),
  int32: (values) => Int32Array.from(values),
  float32: (values) => Float32Array.from(values),
  float64: (values) => Float64Array.from(values),
}

/**
 * The value that a text means: a number, one of the choices, `on`, a text as it is, `[1, 2]` or `1,2`, `{"low": 1}`.
 *
 * @throws {CommandError} that says what was expected
 */
export function parseValue(name: string, text: string, codec: Codec<unknown>, description: Description): unknown {
  const wrong = () => new CommandError(`${name}: expected ${kindOf(description)}, got "${safe(text)}"`, exitCodes.usage)
  const { kind, choices } = description
  const numbers = Object.hasOwn(FLOATS, kind) ? FLOATS[kind] : undefined
  if (choices?.includes(text) || kind === 'text' || kind === 'quoted') return text
  if (kind === 'boolean' && /^(true|false)$/i.test(text)) return text.toLowerCase() === 'true'
  if (kind === 'bytes') return Buffer.from(unescaped(text), 'latin1')
  try {
    if (numbers !== undefined) return numbers(listOf(text))
    if (kind === 'json' || /^\s*[[{]/.test(text)) return JSON.parse(text)
    return codec.decode(Buffer.from(text))
  } catch {
    throw wrong()
  }
}

function listOf(text: string): number[] {
  const values: unknown[] = /^\s*\[/.test(text) ? JSON.parse(text) : text.split(',')
  return values.map((value) => {
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
    if (typeof number !== 'number' || Number.isNaN(number)) throw new TypeError('no number')
    return number
  })
}

/** In one line, safe to print: of an object JSON, of bytes what they are, of other numbers all. */
export function shownValue(value: unknown, unit?: string): string {
  const text = plain(value)
  return unit === undefined ? text : `${text} ${safe(unit)}`
}

function plain(value: unknown): string {
  if (value instanceof Uint8Array) return summary(Buffer.from(value))
  if (ArrayBuffer.isView(value)) return elements(value).join(',')
  return typeof value === 'object' && value !== null ? safe(JSON.stringify(asJson(value))) : safe(String(value))
}

/** What JSON can hold: of a typed array its numbers, of bytes base64, and what JSON has no number for as a text. */
export function asJson(value: unknown): unknown {
  if (value instanceof Uint8Array) return { base64: Buffer.from(value).toString('base64') }
  if (ArrayBuffer.isView(value)) return elements(value).map(asJson)
  if (Array.isArray(value)) return value.map(asJson)
  if (typeof value === 'bigint' || (typeof value === 'number' && !Number.isFinite(value))) return String(value)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, own]) => [name, asJson(own)]))
}

function elements(view: ArrayBufferView): (number | bigint)[] {
  return view instanceof DataView ? [] : Array.from(view as unknown as ArrayLike<number | bigint>)
}
