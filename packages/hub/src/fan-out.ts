/** The lines that nobody is owed, for all who want them: each taker has its own bounded queue, and none waits for another. */
import { Fifo } from '@sockio/core'
import type { LineTaker, StreamOverflow, Subscription } from './contract.ts'

/** How many lines wait for a slow taker, where it doesn't say. */
export const LIMIT = 1000

export interface FanOutOptions {
  readonly overflow?: StreamOverflow | undefined
  readonly limit?: number | undefined
}

export class FanOut {
  readonly #takers = new Set<Taken>()
  readonly #eol: Buffer
  readonly #longest: number
  /** The beginning of a line whose end has not come. */
  #rest: Buffer = Buffer.alloc(0)
  readonly #counted: (lines: number, dropped: number) => void

  /** `longest`: what is longer than so many bytes without an end of line is cut there. */
  constructor(eol: Buffer, longest: number, counted: (lines: number, dropped: number) => void) {
    this.#eol = eol
    this.#longest = longest
    this.#counted = counted
  }

  get size(): number {
    return this.#takers.size
  }

  join(taker: LineTaker, options: FanOutOptions = {}): Subscription {
    const taken: Taken = new Taken(
      taker,
      options,
      () => this.#takers.delete(taken),
      (n) => this.#counted(0, n),
    )
    this.#takers.add(taken)
    return taken
  }

  /** Bytes as they came, of which a copy is kept. */
  bytes(bytes: Uint8Array): void {
    const all = Buffer.concat([this.#rest, bytes])
    let from = 0
    for (let at = all.indexOf(this.#eol); at >= 0; at = all.indexOf(this.#eol, from)) {
      const to = at + this.#eol.length
      this.line(all.subarray(from, to))
      from = to
    }
    if (all.length - from > this.#longest) {
      this.line(all.subarray(from))
      from = all.length
    }
    this.#rest = from === all.length ? NONE : Buffer.from(all.subarray(from))
  }

  /** A new connection: half a line of the one before belongs to nothing. */
  reset(): void {
    this.#rest = NONE
  }

  line(line: Buffer): void {
    this.#counted(1, 0)
    for (const taken of this.#takers) taken.line(line)
  }

  end(error: Error | undefined): void {
    for (const taken of [...this.#takers]) taken.end(error)
  }
}

const NONE = Buffer.alloc(0)

class Taken implements Subscription {
  readonly #taker: LineTaker
  readonly #overflow: StreamOverflow
  readonly #limit: number
  readonly #left: () => void
  readonly #counted: (dropped: number) => void
  readonly #waiting = new Fifo<Buffer>()
  #blocked = false
  #over = false
  dropped = 0

  constructor(
    taker: LineTaker,
    { overflow = 'dropOldest', limit = LIMIT }: FanOutOptions,
    left: () => void,
    counted: (dropped: number) => void,
  ) {
    this.#taker = taker
    this.#overflow = overflow
    this.#limit = overflow === 'latest' ? 1 : limit
    this.#left = left
    this.#counted = counted
  }

  line(line: Buffer): void {
    if (!this.#blocked) {
      this.#blocked = !this.#taker.line(line)
      return
    }
    this.#waiting.push(line)
    if (this.#waiting.length <= this.#limit) return
    if (this.#overflow === 'error') {
      this.end(new Error(`more than ${this.#limit} lines of the stream waited for this client`))
      return
    }
    this.#waiting.shift()
    this.dropped++
    this.#counted(1)
  }

  drained(): void {
    this.#blocked = false
    while (!this.#blocked && !this.#over) {
      const line = this.#waiting.shift()
      if (line === undefined) return
      this.#blocked = !this.#taker.line(line)
    }
  }

  leave(): void {
    this.#over = true
    this.#left()
    this.#waiting.drain()
  }

  end(error: Error | undefined): void {
    if (this.#over) return
    this.leave()
    this.#taker.closed(error)
  }
}
