/** The requests of one client that wait for their answer, and whether there are too many of them. */
import { Fifo } from './fifo.ts'
import { type Line, TOO_LONG } from './line-splitter.ts'

/** More requests than these are not taken from the socket while the first of them waits for its reply. */
const MOST = 1024
/** Nor more than have so many characters. */
const MOST_LENGTH = 1024 * 1024

const lengthOf = (request: Line) => (request === TOO_LONG ? 0 : request.length)

export class RequestQueue {
  readonly #queue = new Fifo<Line>()
  /** Characters of all of them. */
  #characters = 0

  get length(): number {
    return this.#queue.length
  }

  get full(): boolean {
    return this.#queue.length > MOST || this.#characters > MOST_LENGTH
  }

  push(request: Line): void {
    this.#queue.push(request)
    this.#characters += lengthOf(request)
  }

  shift(): Line | undefined {
    const request = this.#queue.shift()
    if (request !== undefined) this.#characters -= lengthOf(request)
    return request
  }

  clear(): void {
    this.#queue.clear()
    this.#characters = 0
  }
}
