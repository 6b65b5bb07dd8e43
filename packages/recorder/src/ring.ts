/** The last lines of a recording, in memory, written when a call fails. */
import { appendFileSync } from 'node:fs'
import { create } from './sink.ts'
import type { Sink } from './tape-line.ts'

/** The memory is given back in so many parts: each begins where the engine can be set up again. */
export const PARTS = 16
/** Files of one connection: what fails in a loop must not fill a disk. */
const MOST_FILES = 16

/** Lines behind a beginning that a replay can begin with. */
interface Part {
  readonly beginning: string
  readonly lines: Buffer<ArrayBufferLike>[]
  length: number
}

export class Ring implements Sink {
  readonly #file: string
  readonly #last: number
  readonly #begin: () => string | undefined
  readonly #ended: (error: unknown) => void
  #parts: Part[] = []
  readonly #free: ArrayBufferLike[] = []
  #length = 0
  #files = 0

  /** `begin` makes the first line of a part; undefined while no replay could begin there. `ended` is told why there are no more files. */
  constructor(
    file: string,
    last: number,
    beginning: string,
    begin: () => string | undefined,
    ended: (error: unknown) => void,
  ) {
    this.#file = file
    this.#last = last
    this.#begin = begin
    this.#ended = ended
    this.#parts = [{ beginning, lines: [], length: 0 }]
  }

  lines(lines: Buffer): void {
    const part = this.#parts.at(-1)
    if (part === undefined) return // no replay could begin with them
    part.lines.push(this.#kept(lines))
    part.length += lines.length
    this.#length += lines.length
    while (this.#length > this.#last) this.#forget(this.#parts.shift())
  }

  /** The next part is begun as soon as the engine is at rest. */
  waiting(write: () => void): void {
    const part = this.#parts.at(-1)
    if (part !== undefined && part.length < this.#last / PARTS) return
    const beginning = this.#begin()
    if (beginning === undefined) return
    write()
    this.#parts.push({ beginning, lines: [], length: 0 })
  }

  /** A copy, in memory that was given back where there is some: to make new makes work for the collector of garbage. */
  #kept(lines: Buffer): Buffer {
    const memory = this.#free.pop()
    const fit = memory !== undefined && memory.byteLength >= lines.length ? memory : new ArrayBuffer(lines.length)
    const copy = Buffer.from(fit, 0, lines.length)
    copy.set(lines)
    return copy
  }

  #forget(part: Part | undefined): void {
    this.#length -= part?.length ?? this.#length
    for (const { buffer } of part?.lines ?? []) this.#free.push(buffer)
  }

  failed(): void {
    const [first] = this.#parts
    if (first === undefined || this.#length === 0) return
    const lines = this.#parts.flatMap((part) => part.lines)
    this.#parts = []
    this.#length = 0
    try {
      appendFileSync(create(this.#file), Buffer.concat([Buffer.from(first.beginning), ...lines]))
    } catch (error) {
      this.#ended(error)
    }
    if (++this.#files === MOST_FILES)
      this.#ended(new Error(`${MOST_FILES} files were written, as many as one connection may have`))
  }
}
