/** Bytes from an instrument as text that is safe to print: what would steer a terminal, or can't be text, is escaped. */
import { isUtf8 } from 'node:buffer'
import type { Encoding } from '@sockio/core'

/** Control characters (but the tab), formatting ones such as those that turn the direction of writing, odd separators. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu
const NAMES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\t', '\0': '\\0' }

function escaped(character: string): string {
  const known = NAMES[character]
  if (known !== undefined) return known
  const code = character.codePointAt(0) ?? 0
  return code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`
}

/** Text without what would move the cursor, ring the bell or change colours. Backslashes stay as they are. */
export function safe(text: string): string {
  return text.replace(UNSAFE, escaped)
}

/** A value as a line of JSON: what is safe to print, and read as the same value by every program. */
export function jsonLine(value: unknown): string {
  const units = (text: string) =>
    text.replace(/[\s\S]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
  return `${JSON.stringify(value).replace(UNSAFE, units)}\n`
}

/** Is this text in the encoding, rather than binary data? */
export function isText(bytes: Uint8Array, encoding: Encoding): boolean {
  return !encoding.startsWith('utf') || encoding === 'utf16le' || isUtf8(bytes)
}

/** Is it text that does nothing to a terminal but to be shown? Ends of lines and tabs are. */
export function isPlain(bytes: Buffer, encoding: Encoding): boolean {
  const text = bytes.toString(encoding).replace(/[\r\n\t]/g, '')
  return isText(bytes, encoding) && safe(text) === text
}

/** Bytes as safe text; those that are not text in the encoding are escaped one by one. */
export function readable(bytes: Buffer, encoding: Encoding): string {
  if (isText(bytes, encoding)) return safe(bytes.toString(encoding))
  return safe(bytes.toString('latin1')).replace(/[\x80-\xff]/g, escaped)
}
