/** Chunks in, requests out: linear in the number of bytes, however the chunks and the ends of line fall. */
import { blockAcross } from './block-end.ts'

const LEAST_CAPACITY = 1024
/** What a line has grown the buffer to beyond this is given back behind it. */
const KEPT_CAPACITY = 1024 * 1024

/** Stands for a line that was longer than may be held. */
export const TOO_LONG = Symbol('too long')

export type Line = string | typeof TOO_LONG

/** Splits what one client sends at the end of line; what is not yet a whole line waits for the next chunk. */
export class LineSplitter {
  readonly #eol: Buffer
  readonly #encoding: 'utf8' | 'latin1'
  readonly #most: number
  /** The begun line, with room behind it; doubled when full, so that a long line is copied a constant number of times. */
  #pending: Buffer = Buffer.alloc(0)
  #length = 0
  /** The begun line is too long: of it only what may begin an end of line is kept. */
  #dropping = false
  readonly #blocks: boolean
  /** Where a block of the begun line ends, from its beginning on: in front of that is no end of line. */
  #blockEnd = 0

  /**
   * @param most bytes of a line; of a longer one nothing is left but its place
   * @param blocks whether ends of line within blocks are none
   */
  constructor(eol: string, most: number, encoding: 'utf8' | 'latin1' = 'utf8', blocks = false) {
    this.#blocks = blocks
    this.#eol = Buffer.from(eol, encoding)
    this.#encoding = encoding
    this.#most = most
  }

  /** The lines that end in this chunk, without their end of line. */
  push(chunk: Buffer): Line[] {
    const lines: Line[] = []
    if (this.#length === 0) {
      this.#keep(chunk.subarray(this.#split(chunk, 0, lines)))
      return lines
    }
    const from = Math.max(0, this.#length - this.#eol.length + 1) // an end of line may lie across the border
    this.#append(chunk)
    const view = this.#pending.subarray(0, this.#length)
    const rest = view.subarray(this.#split(view, from, lines))
    if (rest.length < view.length || this.#tooLong(rest)) this.#keep(rest)
    return lines
  }

  /** Appends the lines of `view` to `lines` and returns where the last of them ends. */
  #split(view: Buffer, searchFrom: number, lines: Line[]): number {
    let start = 0
    let at = this.#end(view, 0, searchFrom)
    while (at >= 0) {
      const long = this.#dropping || at - start > this.#most
      lines.push(long ? TOO_LONG : view.toString(this.#encoding, start, at))
      this.#dropping = false
      start = at + this.#eol.length
      at = this.#end(view, start, start)
    }
    return start
  }

  /** Where the line that begins at `start` ends; -1 where that is not yet there. */
  #end(view: Buffer, start: number, searchFrom: number): number {
    let at = view.indexOf(this.#eol, Math.max(searchFrom, start + this.#blockEnd))
    while (this.#blocks && !this.#dropping && at >= 0) {
      const line = view.subarray(start)
      const end = blockAcross(line, this.#blockEnd, at - start)
      if (end === undefined) break
      this.#blockEnd = end
      at = view.indexOf(this.#eol, start + end)
    }
    if (at >= 0 || this.#dropping) this.#blockEnd = 0
    return at
  }

  /** Whatever follows: the last bytes may be the first ones of its end. */
  #tooLong(rest: Buffer): boolean {
    return rest.length >= this.#most + this.#eol.length
  }

  /** Holds `rest`, which may lie in the buffer itself, in place of what was held. */
  #keep(rest: Buffer): void {
    if (this.#tooLong(rest)) this.#dropping = true
    const kept = this.#dropping ? rest.subarray(Math.max(0, rest.length - this.#eol.length + 1)) : rest
    if (this.#pending.length > KEPT_CAPACITY && kept.length < KEPT_CAPACITY) this.#pending = Buffer.alloc(0)
    this.#length = 0
    this.#append(kept)
  }

  #append(bytes: Buffer): void {
    const length = this.#length + bytes.length
    if (length > this.#pending.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(LEAST_CAPACITY, 2 * this.#pending.length, length))
      this.#pending.copy(larger, 0, 0, this.#length)
      this.#pending = larger
    }
    bytes.copy(this.#pending, this.#length)
    this.#length = length
  }
}
