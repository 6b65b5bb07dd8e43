/** What is written, and how arguments that say how much are checked: before any I/O. */
import { isBytes, show } from '@sockio/core'

/** What is written: text in the connection's (or the call's) encoding, or bytes as they are. */
export type Data = string | Uint8Array

export function checkData(value: unknown, name: string): void {
  if (typeof value === 'string' || isBytes(value)) return
  throw new TypeError(`${name}: expected a string or a Uint8Array, got ${show(value)}`)
}

export function checkLines(value: unknown): asserts value is readonly Data[] {
  if (!Array.isArray(value)) throw new TypeError(`lines: expected an array, got ${show(value)}`)
  for (const [i, item] of value.entries()) if (typeof item !== 'string') checkData(item, `lines[${i}]`)
}

export function checkCount(value: unknown, name: string): void {
  if (typeof value !== 'number') throw new TypeError(`${name}: expected an integer, got ${show(value)}`)
  if (!Number.isInteger(value) || value < 0)
    throw new RangeError(`${name}: expected an integer of at least 0, got ${value}`)
}
