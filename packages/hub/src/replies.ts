/** Where the replies to a message end, and the bytes of them that its client is given: as they came, with their headers. */
import {
  block,
  exactly,
  type Framing,
  idle,
  isBlock,
  line,
  lineOrBlock,
  type NamedFraming,
  OversizedFrame,
  some,
  until,
} from '@sockio/core'
import { blockEnd } from './program-message.ts'
import type { Kind, ReplyFraming } from './rules.ts'

/** What the replies of an instrument look like. */
export interface Wording {
  /** The end of its lines. */
  readonly eol: Buffer
  /** Does it send IEEE 488.2 blocks? */
  readonly blocks: boolean
  /** The limit of one, in bytes. */
  readonly maxBlock: number
}

/** What an exchange reads for a message: so many frames of one framing; none where it owes nothing. */
export interface Owed {
  readonly framing: Framing | undefined
  readonly count: number
}

const NOTHING: Owed = { framing: undefined, count: 1 }

/** Makes framings, each once. */
export class Replies {
  readonly #wording: Wording
  readonly #one: Framing
  readonly #answers = new Map<number, Framing>()
  readonly #named = new Map<ReplyFraming, Framing>()

  constructor(wording: Wording) {
    this.#wording = wording
    this.#one = wording.blocks ? lineOrBlock(wording.eol, wording.maxBlock) : line(wording.eol)
  }

  /** Where a rule says how many there are, each is a line or a block of its own. */
  owed({ replies, framing, counted }: Kind): Owed {
    if (replies === 0) return NOTHING
    if (framing !== undefined) return { framing: this.#own(framing), count: replies }
    if (replies === 1 || counted) return { framing: this.#one, count: replies }
    return { framing: this.#together(replies), count: 1 }
  }

  /** The one that every message can be given whose asker waits for one. */
  get single(): Owed {
    return { framing: this.#one, count: 1 }
  }

  /** Puts the end of line behind a definite block, which it has (IEEE 488.2, 8.5), whether the instrument sent it or not. */
  whole(frames: readonly Uint8Array[], { framing }: Kind): Buffer {
    const { eol, blocks } = this.#wording
    const bare =
      framing === undefined
        ? blocks
        : 'block' in framing && (framing.block === true || framing.block.ending !== 'never')
    const parts = bare ? frames.flatMap((frame) => (unended(frame, eol) ? [frame, eol] : [frame])) : frames
    const [only] = parts
    if (parts.length === 1 && only !== undefined) return Buffer.from(only.buffer, only.byteOffset, only.byteLength)
    return Buffer.concat(parts)
  }

  #together(n: number): Framing {
    const known = this.#answers.get(n)
    if (known !== undefined) return known
    const made = answers(n, this.#wording)
    if (this.#answers.size < 64) this.#answers.set(n, made)
    return made
  }

  #own(framing: ReplyFraming): Framing {
    const known = this.#named.get(framing) ?? named(framing, this.#wording)
    this.#named.set(framing, known)
    return known
  }
}

/** A block that has no end of line: with one in it or not, since what looks like one may be its last byte. */
function unended(frame: Uint8Array, eol: Uint8Array): boolean {
  if (isBlock(frame)) {
    const end = blockEnd(Buffer.from(frame.buffer, frame.byteOffset, Math.min(frame.length, 12)).toString('latin1'), 0)
    return frame.length <= end
  }
  return !eol.every((byte, i) => frame[frame.length - eol.length + i] === byte)
}

function named(framing: NamedFraming, { eol, maxBlock }: Wording): Framing {
  if ('until' in framing) return until(Buffer.from(framing.until as string))
  if ('exactly' in framing) return exactly(framing.exactly)
  if ('some' in framing) return framing.some === true ? some() : some(framing.some)
  if ('idle' in framing) return idle(framing.idle)
  if ('block' in framing) {
    const { body: _payload, ...asItCame } = block(eol, maxBlock, framing.block === true ? {} : framing.block)
    return asItCame
  }
  return line(eol)
}

/**
 * The answers to a message of `n` queries: one line (IEEE 488.2, 8.3.3: units with semicolons between), or a line for each;
 * it ends with the line in which the last answer is. Definite blocks among them hold anything.
 */
function answers(n: number, { eol, blocks, maxBlock }: Wording): Framing {
  /** `count`: what is missing follows from the head of a block. */
  const look = (view: Uint8Array, start: number): { readonly end: number; readonly count: boolean } => {
    const bytes = Buffer.from(view.buffer, view.byteOffset, view.byteLength)
    let left = n
    for (let at = start; ; ) {
      if (at >= view.length) return { end: -1, count: false }
      if (blocks && view[at] === HASH) {
        const size = blockEnd(bytes.toString('latin1', at, at + 11), 0)
        if (size > maxBlock + 11) throw new OversizedFrame(`a block of ${size} bytes, more than ${maxBlock} (maxBlock)`)
        if (size < 0) return { end: -1, count: false }
        if (at + size > view.length) return { end: view.length - at - size, count: true }
        at += size
      }
      const unit = unitEnd(bytes, at, eol)
      if (unit === undefined) return { end: -1, count: false }
      left--
      at = unit.end
      if (unit.last && left <= 0) return { end: at - start, count: false }
    }
  }
  return {
    bounded: true,
    ended: true,
    end: (view, start) => look(view, start).end,
    searching: (view, start) => !look(view, start).count,
    expected: () => `the answers to ${n} queries`,
  }
}

const HASH = 0x23
const SEMICOLON = 0x3b
const QUOTE = 0x22

/** Where the unit ends that begins at `from`, with its semicolon or, `last`, with its end of line. */
function unitEnd(
  bytes: Buffer,
  from: number,
  eol: Buffer,
): { readonly end: number; readonly last: boolean } | undefined {
  const lineEnd = bytes.indexOf(eol, from)
  const limit = lineEnd < 0 ? bytes.length : lineEnd
  let quoted = false
  for (let i = from; i < limit; i++) {
    if (bytes[i] === QUOTE) quoted = !quoted
    else if (bytes[i] === SEMICOLON && !quoted) return { end: i + 1, last: false }
  }
  return lineEnd < 0 ? undefined : { end: lineEnd + eol.length, last: true }
}
