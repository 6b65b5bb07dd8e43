/** A stream, pulled in batches: as a loop that blocks, or as futures. */
import { Fifo, type Inspected, inspection, SockioError, shownAs } from '@sockio/core'
import type { Future } from './future.ts'
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
}

/** The frames of a stream with `resolveFutures: false`: a future for each. `for await` takes it. */
export interface FutureLines<T> extends AsyncDisposable {
  readonly dropped: number
  next(): Future<IteratorResult<T, undefined>>
  return(): Future<IteratorResult<T, undefined>>
  [Symbol.asyncIterator](): FutureLines<T>
}

const END = { value: undefined, done: true } as const

/** Frames that were pulled, and the end. */
class Batch<T> {
  readonly #stream: RemoteStream
  readonly #blocks: boolean
  #frames: readonly T[] = []
  #index = 0
  over = false

  constructor(stream: RemoteStream, blocks: boolean) {
    this.#stream = stream
    this.#blocks = blocks
  }

  /** The next one; when it has no value, that is thrown, and is the end. */
  take(): T | undefined {
    const frame = this.#frames[this.#index++]
    const { value } = this.#stream
    if (value === undefined || frame === undefined) return frame
    try {
      return value(frame as Uint8Array) as T
    } catch (error) {
      this.leave()
      throw error
    }
  }

  fill(frames: readonly T[] | undefined): void {
    if (this.over) return
    this.#frames = frames ?? []
    this.#index = 0
    if (frames === undefined) this.leave()
  }

  leave(): void {
    if (this.over) return
    this.over = true
    const unused = Math.max(0, this.#frames.length - this.#index)
    this.#frames = []
    this.#stream.leave(unused, this.#blocks)
  }
}

export class BlockingLines<T> extends Iterator<T, undefined> implements Lines<T> {
  readonly #stream: RemoteStream
  readonly #batch: Batch<T>

  constructor(stream: RemoteStream) {
    super()
    this.#stream = stream
    this.#batch = new Batch(stream, true)
  }

  /** @internal What is printed of it. */
  [inspection](...how: Inspected): string {
    return shownAs('Lines', { ended: this.#batch.over }, how)
  }

  get dropped(): number {
    return this.#stream.dropped()
  }

  override [Symbol.iterator](): this {
    return this
  }

  /** In a loop: calls of itself would be on the stack of an error, above who called. */
  override next(): IteratorResult<T, undefined> {
    for (;;) {
      const value = this.#taken()
      if (value !== undefined) return { value, done: false }
      if (this.#batch.over) return END
      try {
        this.#stream.take<T>((frames) => this.#batch.fill(frames), this.next)
      } catch (error) {
        this.#batch.leave()
        throw error
      }
    }
  }

  #taken(): T | undefined {
    try {
      return this.#batch.take()
    } catch (error) {
      if (error instanceof SockioError) showCaller(error, this.next)
      throw error
    }
  }

  override return(): IteratorResult<T, undefined> {
    this.#batch.leave()
    return END
  }

  override [Symbol.dispose](): void {
    this.#batch.leave()
  }
}

export class AwaitedLines<T> implements FutureLines<T> {
  readonly #stream: RemoteStream
  readonly #batch: Batch<T>
  /** Calls of `next()` made before the ones ahead of them were answered. */
  readonly #waiting = new Fifo<Future<IteratorResult<T, undefined>>>()
  #pulled: Future<T[] | undefined> | undefined

  constructor(stream: RemoteStream) {
    this.#stream = stream
    this.#batch = new Batch(stream, false)
  }

  /** @internal What is printed of it. */
  [inspection](...how: Inspected): string {
    return shownAs('Lines', { ended: this.#batch.over }, how)
  }

  get dropped(): number {
    return this.#stream.dropped()
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  next(): Future<IteratorResult<T, undefined>> {
    const next = this.#stream.future<IteratorResult<T, undefined>>(() => this.#leave())
    this.#waiting.push(next)
    this.#serve()
    return next
  }

  return(): Future<IteratorResult<T, undefined>> {
    this.#leave()
    const over = this.#stream.future<IteratorResult<T, undefined>>(() => undefined)
    over.settle(END)
    return over
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#leave()
  }

  #leave(): void {
    this.#batch.leave()
    this.#serve()
  }

  /** Answers those who wait, in their order, with what there is. */
  #serve(): void {
    for (let waiting = this.#waiting.peek(); waiting !== undefined; waiting = this.#waiting.peek()) {
      let value: T | undefined
      try {
        value = this.#batch.take()
      } catch (error) {
        this.#waiting.shift()
        waiting.fail(error, error instanceof SockioError)
        continue
      }
      if (value === undefined && !this.#batch.over) {
        if (this.#pulled === undefined) this.#pull()
        return
      }
      this.#waiting.shift()
      waiting.settle(value === undefined ? END : { value, done: false })
    }
  }

  #pull(): void {
    const pull = this.#stream.pull<T>()
    this.#pulled = pull
    pull.whenDone(() => {
      if (this.#pulled === pull) this.#fill(pull) // it may be told of again
      this.#serve()
    })
  }

  #fill(pull: Future<T[] | undefined>): void {
    try {
      this.#batch.fill(pull.waitFor(0, this.#fill))
      this.#pulled = undefined
    } catch (error) {
      this.#pulled = undefined
      this.#waiting.shift()?.fail(error, error instanceof SockioError) // the others just end
      this.#batch.leave()
    }
  }
}
