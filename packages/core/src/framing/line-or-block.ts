/** Replies of either kind: a line, or, where it begins as one, a definite IEEE 488.2 block (8.7.9) with its header. */
import { block } from './block.ts'
import type { Framing } from './framing.ts'
import { line } from './line.ts'

const HASH = 0x23
const ZERO = 0x30

function digit(byte: number | undefined): number | undefined {
  const value = (byte ?? 0) - ZERO
  return value >= 0 && value <= 9 ? value : undefined
}

/**
 * Does a definite block begin at `view[start]`? Undefined while too little has come to tell. What only resembles one is
 * a line (`#H1F`, `#2x`), and so is an indefinite block (`#0...`), whose end is an end of line.
 */
function beginsBlock(view: Uint8Array, start: number): boolean | undefined {
  if (start >= view.length) return undefined
  if (view[start] !== HASH) return false
  if (start + 1 >= view.length) return undefined
  const width = digit(view[start + 1]) ?? 0
  for (let i = 0; i < width; i++) {
    if (start + 2 + i >= view.length) return undefined
    if (digit(view[start + 2 + i]) === undefined) return false
  }
  return width > 0
}

/** Is this frame a definite block with its header? */
export function isBlock(frame: Uint8Array): boolean {
  return beginsBlock(frame, 0) === true
}

/** A line that ends with `eol`, or a definite block of at most `most` bytes, whose end of line is swallowed when it comes. */
export function lineOrBlock(eol: Uint8Array, most = Number.POSITIVE_INFINITY): Framing {
  const [asLine, asBlock] = [line(eol), block(eol, most)]
  return {
    ...asLine,
    recipe: ['lineOrBlock', eol, most],
    line: false, // the lines of a stream with `match` can't be told from the bytes of a block
    first: HASH,
    trailers: asBlock.trailers ?? [],
    end: (view, start, scanned) => (beginsBlock(view, start) ? asBlock : asLine).end(view, start, scanned),
    inMessage: (view, start, scanned, over) =>
      (beginsBlock(view, start) ? asBlock : asLine).inMessage?.(view, start, scanned, over) ?? -1,
    searching: (view, start) => beginsBlock(view, start) === false, // a header that is not whole is no long line yet
  }
}
