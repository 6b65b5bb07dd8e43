/** The codec of blocks as bytes. */
import { type Codec, dialectRule, fields, isBytes, selfContained, show } from '@sockio/core'
import { type BlockOptions, blockFraming, emptyBlock } from './block.ts'
import { checkFrame } from './make.ts'

const check = fields({ dialect: dialectRule }, 'option')

/**
 * A block as its bytes: brings its own framing, IEEE 488.2 blocks (8.7.9 and 8.7.10) or those of a dialect, and reads
 * the payload as it is, without a copy. Writes a definite block, `#<d><length><bytes>`.
 *
 * `encode` throws a `TypeError` for what is not a `Uint8Array`, and a `RangeError` for more than 999,999,999 bytes.
 *
 * @throws {TypeError} an option that can't be
 * @example
 * bytes().encode(Uint8Array.of(1, 2, 3)) // the bytes of #13, and then 1, 2, 3
 */
export function bytes(options: BlockOptions = {}): Codec<Uint8Array> {
  check(options, 'options')
  return {
    framing: blockFraming(options),
    [selfContained]: true,
    decode(frame) {
      checkFrame(frame)
      return frame
    },
    encode(value) {
      if (!isBytes(value)) throw new TypeError(`value: expected a Uint8Array, got ${show(value)}`)
      const { block, start } = emptyBlock(value.length)
      block.set(value, start)
      return block
    },
    describe: () => ({ kind: 'bytes' }),
  }
}
