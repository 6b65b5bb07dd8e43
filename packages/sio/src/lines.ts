/** A stream as a loop that blocks, frame by frame or in batches. */
import { type Inspected, inspection, SockioError, shownAs } from '@sockio/core'
import { Arrived } from './arrived.ts'
import type { RemoteStream } from './remote.ts'
import { showCaller } from './show-caller.ts'

/**
 * What `lines()` and `blocks()` give: an iterator, with the helpers that iterators have (`take`, `map`, `toArray`...).
 * Leaving the loop ends the stream; what was not used stays in the buffer.
 */
export interface Lines<T> extends IteratorObject<T, undefined>, Disposable {
  /** How many frames the `overflow` policy has dropped so far. */
  readonly dropped: number
  /** Blocks until the next one is there. */
  next(): IteratorResult<T, undefined>
  /** Ends the stream; a loop that is left calls it. */
  return(): IteratorResult<T, undefined>
  [Symbol.iterator](): Lines<T>
  /**
   * This stream in arrays: all that is there by then, at least one; one message between the threads for each. One that
   * was given is used; what comes behind it stays in the buffer when the loop is left.
   *
   * @example
   * for (const lines of sock.lines({ encoding: 'utf8' }).batches()) save(lines)
   */
  batches(): Batches<T>
}

/** What `batches()` gives: an iterator, with the helpers that iterators have. Leaving the loop ends the stream. */
export interface Batches<T> extends IteratorObject<T[], undefined>, Disposable {
  /** How many frames the `overflow` policy has dropped so far. */
  readonly dropped: number
  /** Blocks until the next array is there. */
  next(): IteratorResult<T[], undefined>
  /** Ends the stream; a loop that is left calls it. */
  return(): IteratorResult<T[], undefined>
  [Symbol.iterator](): Batches<T>
}

const END = { value: undefined, done: true } as const

/** A loop that blocks; `take` gives what is there. */
class Blocking<V> extends Iterator<V, undefined> {
  readonly #stream: RemoteStream
  readonly #arrived: Arrived<unknown>
  readonly #take: () => V | undefined
  readonly #name: string

  constructor(stream: RemoteStream, arrived: Arrived<unknown>, take: () => V | undefined, name: 'Lines' | 'Batches') {
    super()
    this.#stream = stream
    this.#arrived = arrived
    this.#take = take
    this.#name = name
  }

  /** @internal What is printed of it. */
  [inspection](...how: Inspected): string {
    return shownAs(this.#name, { ...this.#stream.shown, ended: this.#arrived.over }, how)
  }

  get dropped(): number {
    return this.#stream.dropped()
  }

  override [Symbol.iterator](): this {
    return this
  }

  /** In a loop: calls of itself would be on the stack of an error, above who called. */
  override next(): IteratorResult<V, undefined> {
    for (;;) {
      const value = this.#taken()
      if (value !== undefined) return { value, done: false }
      if (this.#arrived.over) return END
      try {
        this.#stream.take((run) => this.#arrived.fill(run), this.next)
      } catch (error) {
        this.#arrived.leave()
        throw error
      }
    }
  }

  #taken(): V | undefined {
    try {
      return this.#take()
    } catch (error) {
      if (error instanceof SockioError) showCaller(error, this.next)
      throw error
    }
  }

  override return(): IteratorResult<V, undefined> {
    this.#arrived.leave()
    return END
  }

  override [Symbol.dispose](): void {
    this.#arrived.leave()
  }
}

export class BlockingLines<T> extends Blocking<T> implements Lines<T> {
  readonly #stream: RemoteStream
  readonly #arrived: Arrived<T>

  constructor(stream: RemoteStream) {
    const arrived = new Arrived<T>(stream, true)
    super(stream, arrived, () => arrived.one(), 'Lines')
    this.#stream = stream
    this.#arrived = arrived
  }

  batches(): Batches<T> {
    return new Blocking(this.#stream, this.#arrived, () => this.#arrived.all(), 'Batches')
  }
}
