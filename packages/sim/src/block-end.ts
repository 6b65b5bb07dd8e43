/** Definite blocks within requests (IEEE 488.2, 7.7.6): what is in them is no end of line, and no separator. */

const HASH = 0x23
const SPACE = 0x20
const COMMA = 0x2c
const ZERO = 0x30

/** Where the block ends that begins at `at`; undefined where none does. It may end behind all that there is. */
export function blockEnd(length: number, byte: (at: number) => number | undefined, at: number): number | undefined {
  const before = at === 0 ? COMMA : byte(at - 1)
  const count = (byte(at + 1) ?? 0) - ZERO
  if (byte(at) !== HASH || (before !== SPACE && before !== COMMA) || count < 1 || count > 9) return undefined
  const start = at + 2 + count
  if (start > length) return undefined
  let size = 0
  for (let i = at + 2; i < start; i++) {
    const digit = (byte(i) ?? 0) - ZERO
    if (digit < 0 || digit > 9) return undefined
    size = 10 * size + digit
  }
  return start + size
}

/** Where a block ends that begins in front of `to` and ends behind it; undefined where there is none. */
export function blockAcross(bytes: Uint8Array, from: number, to: number): number | undefined {
  for (let at = bytes.indexOf(HASH, from); at >= 0 && at < to; ) {
    const end = blockEnd(bytes.length, (i) => bytes[i], at)
    if (end !== undefined && end > to) return end
    at = bytes.indexOf(HASH, end ?? at + 1)
  }
  return undefined
}
