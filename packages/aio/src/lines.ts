/** A stream as an async iterator, fed in batches: a promise per item is the iteration's own, and the only one. */
import { type Inspected, inspection, shownAs } from '@sockio/core'
import { type Connection, type Feed, failed, Puller } from '@sockio/node'

/** What `lines()` and `blocks()` give. Leaving the loop ends the stream; what was not used stays in the buffer. */
export interface Lines<T> extends AsyncIterator<T, undefined>, AsyncDisposable {
  /** How many frames the `overflow` policy has dropped so far. */
  readonly dropped: number
  /** Ends the stream; a loop that is left calls it. */
  return(): Promise<IteratorResult<T, undefined>>
  [Symbol.asyncIterator](): Lines<T>
}

/** Pulls a feed. */
export class FeedIterator<T> implements Lines<T> {
  readonly #connection: Connection
  readonly #puller: Puller<T>

  constructor(connection: Connection, feed: Feed<T>) {
    this.#connection = connection
    this.#puller = new Puller(connection, feed)
  }

  /** @internal What is printed of it. */
  [inspection](...how: Inspected): string {
    return shownAs('Lines', { ...this.#connection.shown, ended: this.#puller.ended, dropped: this.dropped }, how)
  }

  get dropped(): number {
    return this.#puller.dropped
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  next(): Promise<IteratorResult<T, undefined>> {
    const value = this.#puller.take()
    if (value !== undefined) return Promise.resolve({ value, done: false })
    const caller = this.#connection.callers.awaiting(this.next)
    return new Promise((resolve) =>
      this.#puller.ask({
        onValue: (frame) => resolve({ value: frame, done: false }),
        onEnd: (error) => resolve(error === undefined ? { value: undefined, done: true } : failed(error, caller)),
      }),
    )
  }

  return(): Promise<IteratorResult<T, undefined>> {
    this.#puller.leave()
    return Promise.resolve({ value: undefined, done: true })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#puller.leave()
  }
}
