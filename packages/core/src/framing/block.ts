/**
 * IEEE 488.2 arbitrary blocks: definite (`#<d><d digits><payload>`, 8.7.9) and indefinite (`#0<payload><EOL>`, 8.7.10), with
 * the heads of `block-head.ts`, and the dialects of those who send more than the standard says.
 */
import { HASH, headSize, isIndefinite, payloadSize } from './block-head.ts'
import { type Framing, MalformedFrame, OversizedFrame } from './framing.ts'
import type { BlockDialect } from './named.ts'
import { search } from './until.ts'

const COMMA = 0x2c
const CRLF = Uint8Array.of(13, 10)
const LF = Uint8Array.of(10)
/** More text in front of a block than any header has: each look at what has come passes all of it. */
const MOST_TEXT = 4096
/** More blocks in one reply than any instrument sends: each look at what has come passes all of them. */
const MOST_BLOCKS = 4096

/**
 * A definite or an indefinite block; the caller gets its payload. After a definite block, LF, CR LF or `eol` is
 * swallowed when it comes, or what `dialect` says. An indefinite block ends with `eol`, so its payload can't contain it. A
 * header that promises more than `most` bytes is refused before they come.
 */
export function block(eol: Uint8Array, most = Number.POSITIVE_INFINITY, dialect: BlockDialect = {}): Framing {
  const { header = false, several = false, ending = several ? 'required' : 'maybe' } = dialect
  const hash = header ? afterText : atOnce
  /** `over`: all of the message is there, whose end is as good as an end of line. */
  const size = (view: Uint8Array, start: number, scanned: number, over: boolean): number => {
    const at = hash(view, start)
    const indefinite = at < 0 ? undefined : isIndefinite(view, at)
    if (indefinite === undefined) return -1
    if (indefinite) return lineSize(view, start, eol, Math.max(at + 2, start + scanned - eol.length + 1))
    const end = several ? blocksEnd(view, at, most, over) : blockEnd(view, at, most)
    if (end < 0 || ending !== 'required' || (over && end === view.length)) return end < 0 ? end : end - start
    const tail = lineEnd(view, end, eol)
    return tail < 0 ? tail : end - start + tail
  }
  return {
    bounded: true,
    recipe: ['block', eol, most, dialect],
    ...(header ? {} : { first: HASH }),
    ...(ending === 'maybe' ? { trailers: [eol, CRLF, LF] } : {}),
    end: (view, start, scanned) => size(view, start, scanned, false),
    // An indefinite one ends with its message alone (8.7.10: NL^END), so that it may hold an end of line there.
    inMessage(view, start, scanned, over) {
      const at = hash(view, start)
      if (at >= 0 && isIndefinite(view, at)) return over ? view.length - start : -1
      const whole = size(view, start, scanned, over)
      if (whole < 0 && over) throw new MalformedFrame('the message ends before its block does')
      return whole
    },
    expected: () => 'the end of the block',
    searching(view, start) {
      const at = hash(view, start)
      return at >= 0 && isIndefinite(view, at) === true
    },
    lead(view, start) {
      const at = hash(view, start)
      const indefinite = at < 0 ? undefined : isIndefinite(view, at)
      if (indefinite === undefined) return 0
      return Math.max(0, at - start + (indefinite ? 2 : headSize(view, at)))
    },
    body(frame) {
      const at = hash(frame, 0)
      if (isIndefinite(frame, at)) return frame.subarray(at + 2, frame.length - (endsWith(frame, eol) ? eol.length : 0))
      return several ? payloads(frame, at) : payload(frame, at)
    },
  }
}

/** Where the `#` is: at the beginning; -1 when nothing has come. */
function atOnce(view: Uint8Array, start: number): number {
  if (view.length === start) return -1
  if (view[start] !== HASH) throw new MalformedFrame('a block must begin with "#"')
  return start
}

/** Where the first `#` is, behind whatever text; -1 when it has not come. */
function afterText(view: Uint8Array, start: number): number {
  const most = start + MOST_TEXT
  const at = view.subarray(0, most + 1).indexOf(HASH, start)
  if (at < 0 && view.length > most) throw new MalformedFrame(`no "#" in ${MOST_TEXT} bytes`)
  return at
}

/** The size of an indefinite block, whose end of line is searched for from `from` on. */
function lineSize(view: Uint8Array, start: number, eol: Uint8Array, from: number): number {
  const end = search(view, eol, from)
  return end < 0 ? -1 : end - start + eol.length
}

/** Where the block at `at` ends; minus the bytes that it lacks. */
function blockEnd(view: Uint8Array, at: number, most: number): number {
  const head = headSize(view, at)
  if (head < 0) return head
  const end = at + head + payloadSize(view, at, most)
  return end > view.length ? view.length - end : end
}

/** Where blocks with commas between them end; minus the bytes that they lack. */
function blocksEnd(view: Uint8Array, from: number, most: number, over: boolean): number {
  let left = most
  for (let [n, at] = [1, from]; ; n++) {
    const end = blockEnd(view, at, left)
    if (end < 0 || view[end] !== COMMA) return end < view.length || over ? end : -1
    if (n === MOST_BLOCKS) throw new OversizedFrame(`more than ${MOST_BLOCKS} blocks`)
    left -= payloadSize(view, at)
    at = end + 1
    if (atOnce(view, at) < 0) return -1
    if (isIndefinite(view, at)) throw new MalformedFrame('a block behind another must say its size')
  }
}

/** The length of the end of line at `at`, of whatever kind; -1 when it is not whole. */
function lineEnd(view: Uint8Array, at: number, eol: Uint8Array): number {
  let begun = false
  for (const end of [eol, CRLF, LF]) {
    const part = view.subarray(at, at + end.length)
    if (part.some((byte, i) => byte !== end[i])) continue
    if (part.length === end.length) return end.length
    begun = true
  }
  if (!begun) throw new MalformedFrame('a block must be followed by an end of line')
  return -1
}

function endsWith(frame: Uint8Array, eol: Uint8Array): boolean {
  const from = frame.length - eol.length
  return from >= 2 && eol.every((byte, i) => frame[from + i] === byte)
}

function payload(frame: Uint8Array, at: number): Uint8Array {
  const from = at + headSize(frame, at)
  return frame.subarray(from, from + payloadSize(frame, at))
}

/** The payloads of blocks with commas between them, in one piece. */
function payloads(frame: Uint8Array, from: number): Uint8Array {
  const parts: Uint8Array[] = []
  for (let at = from; frame[at] === HASH; ) {
    const part = payload(frame, at)
    parts.push(part)
    at += headSize(frame, at) + part.length
    if (frame[at] !== COMMA) break
    at++
  }
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let to = 0
  for (const part of parts) {
    all.set(part, to)
    to += part.length
  }
  return all
}
