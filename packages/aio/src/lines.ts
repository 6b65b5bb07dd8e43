/** A stream as an async iterator, fed in batches: a promise per item is the iteration's own, and the only one. */
import { type Inspected, inspection, shownAs } from '@sockio/core'
import { type Connection, type Feed, failed, type Pulled, Puller } from '@sockio/node'

/** What `lines()` and `blocks()` give. Leaving the loop ends the stream; what was not used stays in the buffer. */
export interface Lines<T> extends AsyncIterator<T, undefined>, AsyncDisposable {
  /** How many frames the `overflow` policy has dropped so far. */
  readonly dropped: number
  /** Ends the stream; a loop that is left calls it. */
  return(): Promise<IteratorResult<T, undefined>>
  [Symbol.asyncIterator](): Lines<T>
  /**
   * This stream in arrays: all that is there by then, at least one. An array costs little more than one of its lines
   * would. One that was given is used; what comes behind it stays in the buffer when the loop is left.
   *
   * @example
   * for await (const lines of sock.lines({ encoding: 'utf8' }).batches()) await save(lines)
   */
  batches(): Batches<T>
}

/** What `batches()` gives. Leaving the loop ends the stream; what was not given stays in the buffer. */
export interface Batches<T> extends AsyncIterator<T[], undefined>, AsyncDisposable {
  /** How many frames the `overflow` policy has dropped so far. */
  readonly dropped: number
  /** Ends the stream; a loop that is left calls it. */
  return(): Promise<IteratorResult<T[], undefined>>
  [Symbol.asyncIterator](): Batches<T>
}

/** Pulls a feed. */
class PulledIterator<V> implements AsyncIterator<V, undefined>, AsyncDisposable {
  readonly #connection: Connection
  readonly #pulled: Pulled<V>
  readonly #name: string

  constructor(connection: Connection, pulled: Pulled<V>, name: 'Lines' | 'Batches') {
    this.#connection = connection
    this.#pulled = pulled
    this.#name = name
  }

  /** @internal What is printed of it. */
  [inspection](...how: Inspected): string {
    const { ended, dropped } = this.#pulled
    return shownAs(this.#name, { ...this.#connection.shown, ended, dropped }, how)
  }

  get dropped(): number {
    return this.#pulled.dropped
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  next(): Promise<IteratorResult<V, undefined>> {
    const value = this.#pulled.take()
    return value === undefined ? this.#ask() : Promise.resolve({ value, done: false })
  }

  /** Apart, since what its functions close over would be made for each frame, whether it is there or not. */
  #ask(): Promise<IteratorResult<V, undefined>> {
    const caller = this.#connection.awaiting(this.#ask)
    return new Promise((resolve) =>
      this.#pulled.ask({
        onValue: (item) => resolve({ value: item, done: false }),
        onEnd: (error) => resolve(error === undefined ? { value: undefined, done: true } : failed(error, caller)),
      }),
    )
  }

  return(): Promise<IteratorResult<V, undefined>> {
    this.#pulled.leave()
    return Promise.resolve({ value: undefined, done: true })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#pulled.leave()
  }
}

/** A stream, frame by frame. */
export class FeedIterator<T> extends PulledIterator<T> implements Lines<T> {
  readonly #connection: Connection
  readonly #puller: Puller<T>

  constructor(connection: Connection, feed: Feed<T>) {
    const puller = new Puller(connection, feed)
    super(connection, puller, 'Lines')
    this.#connection = connection
    this.#puller = puller
  }

  batches(): Batches<T> {
    return new PulledIterator(this.#connection, this.#puller.batches(), 'Batches')
  }
}
