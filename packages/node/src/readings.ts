/** A poll as an async iterator, for flavours that have those. */
import { type Inspected, inspection, SockioError, shownAs } from '@sockio/core'
import { failed } from './failed.ts'
import { type Ask, Poll } from './poll.ts'

/** What `poll()` gives. Leaving the loop ends it. */
export interface Readings<T> extends AsyncIterator<T, undefined>, AsyncDisposable {
  /** Ends it; a loop that is left calls it. */
  return(): Promise<IteratorResult<T, undefined>>
  [Symbol.asyncIterator](): Readings<T>
}

class PollIterator<T> implements Readings<T> {
  readonly #poll: Poll<T>
  readonly #shown: () => object

  constructor(poll: Poll<T>, shown: () => object) {
    this.#poll = poll
    this.#shown = shown
  }

  /** @internal What is printed of it. */
  [inspection](...how: Inspected): string {
    return shownAs('Readings', { ...this.#shown(), ended: this.#poll.ended }, how)
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  next(): Promise<IteratorResult<T, undefined>> {
    return new Promise((resolve, reject) =>
      this.#poll.next({
        onValue: (value) => resolve({ value, done: false }),
        onEnd: (failure) => {
          if (failure === undefined) resolve({ value: undefined, done: true })
          else if (failure.error instanceof SockioError) resolve(failed(failure.error))
          else reject(failure.error)
        },
      }),
    )
  }

  return(): Promise<IteratorResult<T, undefined>> {
    this.#poll.leave()
    return Promise.resolve({ value: undefined, done: true })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#poll.leave()
  }
}

/** What `once` gives, or resolves with, at each tick; it is printed as `shown`. */
export function readings<T>(
  once: () => T | PromiseLike<T>,
  period: number,
  signal: AbortSignal | undefined,
  shown: () => object = () => ({}),
): Readings<T> {
  const later = async () => once()
  const ask: Ask<T> = (value, fail) => {
    later().then(value, fail)
  }
  return new PollIterator(new Poll(ask, period, signal), shown)
}
