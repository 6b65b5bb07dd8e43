/** IEEE 488.2 blocks, as they are asked for and written (8.7.9 and 7.7.6). */
import type { BlockDialect, Decoder } from '@sockio/core'

/** Options of codecs of blocks. */
export interface BlockOptions {
  /** Which blocks are taken, where that is not what IEEE 488.2 says. Default: what it says. */
  readonly dialect?: BlockDialect | undefined
}

/** The framing that an option asks for. */
export function blockFraming({ dialect }: BlockOptions): Exclude<Decoder<unknown>['framing'], undefined> {
  return { block: dialect ?? true }
}

/** The length of a block is written with at most nine digits. */
const MOST = 999_999_999
const HASH = 0x23
const ZERO = 0x30

/**
 * A definite block for a payload of `size` bytes, `#<d><d digits>` and then zeros, and where the payload begins in it.
 */
export function emptyBlock(size: number): { readonly block: Uint8Array; readonly start: number } {
  if (size > MOST) throw new RangeError(`value: expected at most ${MOST} bytes, got ${size}`)
  const digits = String(size)
  const start = 2 + digits.length
  const block = new Uint8Array(start + size)
  block[0] = HASH
  block[1] = ZERO + digits.length
  for (let i = 0; i < digits.length; i++) block[2 + i] = digits.charCodeAt(i)
  return { block, start }
}
