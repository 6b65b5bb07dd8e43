/** Frames that end with a separator of one or more bytes, which they include. */
import { printable } from '../printable.ts'
import type { Framing } from './framing.ts'
import { orEndOfMessage } from './in-message.ts'

/** A call of the platform's search takes longer than so few bytes. */
const FEW = 32

function indexOf(byte: number, view: Uint8Array, from: number): number {
  const { length } = view
  if (length - from > FEW) return view.indexOf(byte, from)
  for (let at = from; at < length; at++) if (view[at] === byte) return at
  return -1
}

/** Index of `separator` in `view` at or after `from`, or -1. */
export function search(view: Uint8Array, separator: Uint8Array, from: number): number {
  const first = separator[0] as number
  const last = view.length - separator.length
  for (let at = view.indexOf(first, from); at >= 0 && at <= last; at = view.indexOf(first, at + 1)) {
    let i = 1
    while (i < separator.length && view[at + i] === separator[i]) i++
    if (i === separator.length) return at
  }
  return -1
}

/**
 * A frame that ends with `separator`.
 *
 * @param separator one or more bytes
 * @throws {RangeError} when it is empty
 */
export function until(separator: Uint8Array): Framing {
  const width = separator.length
  if (width === 0) throw new RangeError('separator: must be at least one byte')
  const first = separator[0] as number
  const end: Framing['end'] =
    width === 1
      ? (view, start, scanned) => {
          const at = indexOf(first, view, start + scanned)
          return at < 0 ? -1 : at - start + 1
        }
      : (view, start, scanned) => {
          // The separator may have begun in the bytes seen before: step back by all but one of its bytes.
          const at = search(view, separator, start + Math.max(0, scanned - width + 1))
          return at < 0 ? -1 : at - start + width
        }
  return {
    bounded: true,
    recipe: ['until', separator],
    expected: () => `the separator ${printable(separator)}`,
    end,
    inMessage: orEndOfMessage(end),
  }
}
