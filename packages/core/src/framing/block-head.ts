/**
 * The head of a block that says its size: `#<d><d digits>` (IEEE 488.2, 8.7.9); `#(<digits>)`, of Rohde & Schwarz, for a
 * gigabyte and more; `#A<two bytes, the higher first>`, of HP before the standard.
 */
import { MalformedFrame, OversizedFrame } from './framing.ts'

export const HASH = 0x23
const ZERO = 0x30
const OPEN = 0x28
const CLOSE = 0x29
const LETTER_A = 0x41
/** More digits are no number that is exact. */
const MOST_DIGITS = 15

function digit(byte: number | undefined, what: string): number {
  const value = (byte ?? 0) - ZERO
  if (value < 0 || value > 9) throw new MalformedFrame(`${what} must be a digit`)
  return value
}

/** Where the digits lie, as far as they have come; undefined for the two bytes of `#A`. */
function digits(view: Uint8Array, at: number): readonly [from: number, to: number] | undefined {
  const kind = view[at + 1]
  if (kind === LETTER_A) return undefined
  if (kind !== OPEN) return [at + 2, at + 2 + digit(kind, 'the byte after "#" in a block header')]
  const close = view.subarray(0, at + 4 + MOST_DIGITS).indexOf(CLOSE, at + 2)
  return [at + 2, close < 0 ? at + 3 + MOST_DIGITS : close]
}

/** Does a block begin at `view[at]` that does not say its size? Undefined while that can't be told. */
export function isIndefinite(view: Uint8Array, at: number): boolean | undefined {
  return view.length - at < 2 ? undefined : view[at + 1] === ZERO
}

/**
 * How long the head is at `view[at]`, where there is a `#`; -1 while it is not whole: the next byte may show it malformed.
 *
 * @throws {MalformedFrame} when it can't be one
 */
export function headSize(view: Uint8Array, at: number): number {
  const have = view.length - at
  if (have < 2) return -1
  const where = digits(view, at)
  if (where === undefined) return have < 4 ? -1 : 4
  const [from, to] = where
  const closed = view[at + 1] === OPEN
  for (let i = from; i < to && i < view.length; i++) digit(view[i], 'each byte of the length in a block header')
  if (to === from) throw new MalformedFrame('the length in a block header is missing')
  if (closed && to - from > MOST_DIGITS) {
    if (view.length >= to) throw new MalformedFrame(`the length in a block header has more than ${MOST_DIGITS} digits`)
    return -1
  }
  const size = to - at + (closed ? 1 : 0)
  return have < size ? -1 : size
}

/**
 * How many bytes the block at `view[at]` promises, whose head is whole.
 *
 * @throws {OversizedFrame} when they are more than `most`
 */
export function payloadSize(view: Uint8Array, at: number, most = Number.POSITIVE_INFINITY): number {
  const where = digits(view, at)
  let size = 0
  if (where === undefined) size = 256 * (view[at + 2] as number) + (view[at + 3] as number)
  else for (let i = where[0]; i < where[1]; i++) size = size * 10 + (view[i] as number) - ZERO
  if (size > most) throw new OversizedFrame(`a block of ${size} bytes, more than ${most} (maxBlock)`)
  return size
}
