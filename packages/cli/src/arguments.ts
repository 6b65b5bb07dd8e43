/** What may stand on a command line: times, counts, ends of line; each wrong one is an error that says what would do. */
import { InvalidArgumentError } from 'commander'

const UNITS = new Map([
  ['', 1],
  ['ms', 1],
  ['s', 1000],
  ['m', 60_000],
  ['min', 60_000],
  ['h', 3_600_000],
])
const LONGEST = 2 ** 31 - 1 // the longest timer of Node

/** `500` (ms), `500ms`, `2s`, `1.5m`, `1h`. */
export function duration(text: string): number {
  const [, digits = '', unit = ''] = /^(\d+(?:\.\d+)?|\.\d+)\s*([a-z]*)$/.exec(text.trim()) ?? []
  const factor = UNITS.get(unit)
  const ms = Number(digits) * (factor ?? Number.NaN)
  if (digits === '' || !(ms <= LONGEST)) {
    throw new InvalidArgumentError('Expected a time such as 500ms, 2s, 5m or 1h; a bare number is in ms.')
  }
  return Math.round(ms * 1e6) / 1e6 // 1.1s is 1100 ms, and no 1100.0000000000002
}

/** A time as `duration` reads it, or `none`: no limit. */
export function limit(text: string): number {
  return text === 'none' ? Number.POSITIVE_INFINITY : duration(text)
}

/** An integer of at least `least`. */
export function integer(least: number, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (/^\d+$/.test(text) && value >= least && value <= most) return value
    const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`
    throw new InvalidArgumentError(`Expected an integer ${range}.`)
  }
}

/** The port of a server: 0 is any that is free. */
export const port = integer(0, 65_535)

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '0': '\0', '\\': '\\' }

/** Text with `\n`, `\r`, `\t`, `\0`, `\\` and `\xNN` for what is hard to type. */
export function unescaped(text: string): string {
  return text.replace(/\\(?:x([0-9a-f]{2})|(.))/gi, (whole, hex: string | undefined, letter: string | undefined) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16))
    return ESCAPES[letter ?? ''] ?? whole
  })
}

const EOLS = new Map([
  ['lf', '\n'],
  ['crlf', '\r\n'],
  ['cr', '\r'],
])

/** `lf`, `crlf`, `cr`, or the characters themselves. */
export function eol(text: string): string {
  const value = EOLS.get(text.toLowerCase()) ?? unescaped(text)
  if (value === '') throw new InvalidArgumentError("Expected lf, crlf, cr, or text such as ';' or '\\x03'.")
  return value
}

/** An option that may be given several times: all its values, in order. */
export function several(text: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), text]
}
