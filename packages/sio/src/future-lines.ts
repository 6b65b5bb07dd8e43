/** A stream as futures, frame by frame or in batches. */
import { Fifo, type Inspected, inspection, type Run, SockioError, shownAs } from '@sockio/core'
import { Arrived } from './arrived.ts'
import type { Future } from './future.ts'
import type { RemoteStream } from './remote.ts'

/** The frames of a stream with `resolveFutures: false`: a future for each. `for await` takes it. */
export interface FutureLines<T> extends AsyncDisposable {
  readonly dropped: number
  next(): Future<IteratorResult<T, undefined>>
  return(): Future<IteratorResult<T, undefined>>
  [Symbol.asyncIterator](): FutureLines<T>
  /** This stream in arrays: all that is there by then, at least one. */
  batches(): FutureBatches<T>
}

/** The batches of a stream with `resolveFutures: false`: a future for each. `for await` takes it. */
export interface FutureBatches<T> extends AsyncDisposable {
  readonly dropped: number
  next(): Future<IteratorResult<T[], undefined>>
  return(): Future<IteratorResult<T[], undefined>>
  [Symbol.asyncIterator](): FutureBatches<T>
}

const END = { value: undefined, done: true } as const

/** Who waits for something of a stream. */
interface Waiting {
  /** Gives it where it is there. */
  take(): unknown
  settle(result: IteratorResult<unknown, undefined>): void
  fail(error: unknown): void
}

/** Answers those who wait for something of a stream, in their order. */
class Answers {
  readonly stream: RemoteStream
  readonly arrived: Arrived<unknown>
  /** Those who asked before the ones ahead of them were answered. */
  readonly #waiting = new Fifo<Waiting>()
  #pulled: Future<Run | undefined> | undefined

  constructor(stream: RemoteStream, arrived: Arrived<unknown>) {
    this.stream = stream
    this.arrived = arrived
  }

  next<V>(take: () => V | undefined): Future<IteratorResult<V, undefined>> {
    const next = this.stream.future<IteratorResult<V, undefined>>(() => this.leave())
    this.#waiting.push({
      take,
      settle: (result: IteratorResult<V, undefined>) => next.settle(result),
      fail: (error) => next.fail(error, error instanceof SockioError),
    })
    this.#serve()
    return next
  }

  leave(): void {
    this.arrived.leave()
    this.#serve()
  }

  #serve(): void {
    for (let waiting = this.#waiting.peek(); waiting !== undefined; waiting = this.#waiting.peek()) {
      let value: unknown
      try {
        value = waiting.take()
      } catch (error) {
        this.#waiting.shift()
        waiting.fail(error)
        continue
      }
      if (value === undefined && !this.arrived.over) {
        if (this.#pulled === undefined) this.#pull()
        return
      }
      this.#waiting.shift()
      waiting.settle(value === undefined ? END : { value, done: false })
    }
  }

  #pull(): void {
    const pull = this.stream.pull()
    this.#pulled = pull
    pull.whenDone(() => {
      if (this.#pulled === pull) this.#fill(pull) // it may be told of again
      this.#serve()
    })
  }

  #fill(pull: Future<Run | undefined>): void {
    try {
      this.arrived.fill(pull.waitFor(0, this.#fill))
      this.#pulled = undefined
    } catch (error) {
      this.#pulled = undefined
      this.#waiting.shift()?.fail(error) // the others just end
      this.arrived.leave()
    }
  }
}

/** A loop to await; `take` gives what is there. */
class Awaiting<V> implements AsyncDisposable {
  readonly #answers: Answers
  readonly #take: () => V | undefined
  readonly #name: string

  constructor(answers: Answers, take: () => V | undefined, name: 'Lines' | 'Batches') {
    this.#answers = answers
    this.#take = take
    this.#name = name
  }

  /** @internal What is printed of it. */
  [inspection](...how: Inspected): string {
    return shownAs(this.#name, { ...this.#answers.stream.shown, ended: this.#answers.arrived.over }, how)
  }

  get dropped(): number {
    return this.#answers.stream.dropped()
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  next(): Future<IteratorResult<V, undefined>> {
    return this.#answers.next(this.#take)
  }

  return(): Future<IteratorResult<V, undefined>> {
    this.#answers.leave()
    const over = this.#answers.stream.future<IteratorResult<V, undefined>>(() => undefined)
    over.settle(END)
    return over
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#answers.leave()
  }
}

export class AwaitedLines<T> extends Awaiting<T> implements FutureLines<T> {
  readonly #answers: Answers
  readonly #arrived: Arrived<T>

  constructor(stream: RemoteStream) {
    const arrived = new Arrived<T>(stream, false)
    const answers = new Answers(stream, arrived)
    super(answers, () => arrived.one(), 'Lines')
    this.#answers = answers
    this.#arrived = arrived
  }

  batches(): FutureBatches<T> {
    return new Awaiting(this.#answers, () => this.#arrived.all(), 'Batches')
  }
}
