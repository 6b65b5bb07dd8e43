/** IEEE 488.2 arbitrary blocks: definite (`#<d><d digits><payload>`, 8.7.9) and indefinite (`#0<payload><EOL>`, 8.7.10). */
import { type Framing, MalformedFrame, OversizedFrame } from './framing.ts'
import { search } from './until.ts'

const HASH = 0x23
const ZERO = 0x30
const CRLF = Uint8Array.of(13, 10)
const LF = Uint8Array.of(10)

function digit(byte: number | undefined, what: string): number {
  const value = (byte ?? 0) - ZERO
  if (value < 0 || value > 9) throw new MalformedFrame(`${what} must be a digit`)
  return value
}

/** Bytes of a definite block with its header, or -1 while its header lacks some: the next may show it malformed. */
function definiteSize(view: Uint8Array, start: number, width: number): number {
  const missing = start + 2 + width - view.length
  let size = 0
  for (let i = 0; i < width && start + 2 + i < view.length; i++) {
    size = size * 10 + digit(view[start + 2 + i], 'each byte of the length in a block header')
  }
  return missing > 0 ? -1 : 2 + width + size
}

/**
 * A definite or an indefinite block; the caller gets its payload. After a definite block, LF, CR LF or `eol` is
 * swallowed when it comes. An indefinite block ends with `eol`, so its payload can't contain it. A header that promises
 * more than `most` bytes is refused before they come.
 */
export function block(eol: Uint8Array, most = Number.POSITIVE_INFINITY): Framing {
  return {
    bounded: true,
    first: HASH,
    trailers: [eol, CRLF, LF],
    end(view, start, scanned) {
      const have = view.length - start
      if (have === 0) return -1
      if (view[start] !== HASH) throw new MalformedFrame('a block must begin with "#"')
      if (have === 1) return -1
      const width = digit(view[start + 1], 'the byte after "#" in a block header')
      if (width === 0) {
        const at = search(view, eol, start + Math.max(2, scanned - eol.length + 1))
        return at < 0 ? -1 : at - start + eol.length
      }
      const size = definiteSize(view, start, width)
      if (size < 0) return size
      const payload = size - 2 - width
      if (payload > most) throw new OversizedFrame(`a block of ${payload} bytes, more than ${most} (maxBlock)`)
      return have >= size ? size : have - size
    },
    expected: () => 'the end of the block',
    searching: (view, start) => view[start + 1] === ZERO,
    body(frame) {
      const width = (frame[1] as number) - ZERO
      return width === 0 ? frame.subarray(2, frame.length - eol.length) : frame.subarray(2 + width)
    },
  }
}
