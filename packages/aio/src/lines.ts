/** A stream as an async iterator, fed in batches: a promise per item is the iteration's own, and the only one. */
import { type Inspected, inspection, shownAs } from '@sockio/core'
import { type Connection, type Feed, failed } from '@sockio/node'

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
  readonly #feed: Feed<T>
  #started = false
  #done = false
  /** Started, not done, and nobody waits: then a frame that is there is the next. */
  #flowing = false
  /** Calls of `next()` made before the ones ahead of them were answered. */
  #waiting: PromiseWithResolvers<IteratorResult<T, undefined>>[] = []

  constructor(connection: Connection, feed: Feed<T>) {
    this.#connection = connection
    this.#feed = feed
  }

  /** @internal What is printed of it. */
  [inspection](...how: Inspected): string {
    return shownAs('Lines', { ...this.#connection.shown, ended: this.#done, dropped: this.dropped }, how)
  }

  get dropped(): number {
    return this.#feed.dropped
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  next(): Promise<IteratorResult<T, undefined>> {
    if (this.#flowing) {
      const value = this.#feed.next()
      if (value !== undefined) return Promise.resolve({ value, done: false })
    }
    if (this.#done && this.#waiting.length === 0) return Promise.resolve({ value: undefined, done: true })
    this.#flowing = false
    const waiting = Promise.withResolvers<IteratorResult<T, undefined>>()
    this.#waiting.push(waiting)
    this.#serve()
    return waiting.promise
  }

  return(): Promise<IteratorResult<T, undefined>> {
    this.#finish()
    return Promise.resolve({ value: undefined, done: true })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#finish()
  }

  #take(): T | undefined {
    if (this.#done) return undefined
    if (!this.#started) {
      this.#started = true
      this.#connection.subscribe(this.#feed)
    }
    return this.#feed.next()
  }

  /** Answers those who wait, in their order, with what there is. */
  readonly #serve = (): void => {
    for (let waiting = this.#waiting[0]; waiting !== undefined; waiting = this.#waiting[0]) {
      const value = this.#take()
      if (value !== undefined) waiting.resolve({ value, done: false })
      else if (this.#done) waiting.resolve({ value: undefined, done: true })
      else if (!this.#feed.ended) {
        this.#feed.wait(this.#serve)
        return
      } else {
        this.#done = true
        if (this.#feed.error === undefined) waiting.resolve({ value: undefined, done: true })
        else waiting.resolve(failed(this.#feed.error))
      }
      this.#waiting.shift()
    }
    this.#flowing = !this.#done
  }

  #finish(): void {
    this.#done = true
    this.#flowing = false
    if (this.#started) this.#feed.cancel()
    this.#serve()
  }
}
