/** A page that is told of a plot: the past first, in pieces as it reads, and what comes meanwhile behind that. */
import type { Writable } from 'node:stream'

/** Characters that came since and wait, before it is let go; it comes back by itself, and is told everything anew. */
const MOST_WAITING = 4 << 20

export class Page {
  readonly #response: Writable
  #past: readonly string[]
  #told = 0
  /** What came since it was there, and waits; its characters. */
  #queue: string[] = []
  #taken = 0
  #waiting = 0

  constructor(response: Writable, past: readonly string[]) {
    this.#response = response
    this.#past = past
    response.on('drain', () => this.#pump())
    this.#pump()
  }

  /** False when it has not read for so long that it is to be let go. */
  tell(text: string): boolean {
    this.#queue.push(text)
    this.#waiting += text.length
    this.#pump()
    return this.#waiting <= MOST_WAITING
  }

  /** Tells the last; resolves when all is with the kernel, or the page is gone. */
  end(text: string): Promise<void> {
    const rest: string[] = []
    for (let next = this.#next(); next !== undefined; next = this.#next()) rest.push(next)
    return new Promise((resolve) => {
      this.#response.once('close', resolve)
      this.#response.end(rest.join('') + text, () => resolve())
    })
  }

  leave(): void {
    this.#response.destroy()
  }

  #pump(): void {
    while (!this.#response.writableNeedDrain) {
      const text = this.#next()
      if (text === undefined) return
      this.#response.write(text)
    }
  }

  #next(): string | undefined {
    if (this.#told < this.#past.length) return this.#past[this.#told++]
    this.#past = []
    const text = this.#queue[this.#taken++]
    if (text === undefined) {
      this.#queue = []
      this.#taken = 0
    } else this.#waiting -= text.length
    return text
  }
}
