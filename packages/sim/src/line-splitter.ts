/** Chunks in, requests out: linear in the number of bytes, however the chunks and the ends of line fall. */
const LEAST_CAPACITY = 1024

/** Splits what one client sends at the end of line; what is not yet a whole line waits for the next chunk. */
export class LineSplitter {
  readonly #eol: Buffer
  /** The begun line, with room behind it; doubled when full, so that a long line is copied a constant number of times. */
  #pending: Buffer = Buffer.alloc(0)
  #length = 0

  constructor(eol: string) {
    this.#eol = Buffer.from(eol)
  }

  /** The lines that end in this chunk, without their end of line. */
  push(chunk: Buffer): string[] {
    if (this.#length === 0) {
      const lines: string[] = []
      this.#keep(chunk.subarray(this.#split(chunk, 0, lines)))
      return lines
    }
    const from = Math.max(0, this.#length - this.#eol.length + 1) // an end of line may lie across the border
    this.#keep(chunk)
    const lines: string[] = []
    const view = this.#pending.subarray(0, this.#length)
    const end = this.#split(view, from, lines)
    if (end > 0) {
      this.#pending.copyWithin(0, end, this.#length)
      this.#length -= end
    }
    return lines
  }

  /** Appends the lines of `view` to `lines` and returns where the last of them ends. */
  #split(view: Buffer, searchFrom: number, lines: string[]): number {
    let start = 0
    let at = view.indexOf(this.#eol, searchFrom)
    while (at >= 0) {
      lines.push(view.toString('utf8', start, at))
      start = at + this.#eol.length
      at = view.indexOf(this.#eol, start)
    }
    return start
  }

  #keep(bytes: Buffer): void {
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
