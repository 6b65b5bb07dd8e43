/** Promises for "as soon as such an event has happened", so that tests never sleep. */

interface Waiter<E> {
  readonly test: (event: E) => boolean
  readonly resolve: (event: E) => void
  readonly reject: (error: Error) => void
}

/** Those who wait for an event. */
export class Waiters<E> {
  #waiting: Waiter<E>[] = []
  #failure: Error | undefined

  /** Resolves with the first event from now on that passes the test. */
  wait(test: (event: E) => boolean): Promise<E> {
    const promise = new Promise<E>((resolve, reject) => {
      if (this.#failure !== undefined) reject(this.#failure)
      else this.#waiting.push({ test, resolve, reject })
    })
    promise.catch(() => undefined) // a wait that nobody looks at must not become an unhandled rejection
    return promise
  }

  notify(event: E): void {
    if (this.#waiting.length === 0) return
    this.#waiting = this.#waiting.filter((waiter) => {
      if (!waiter.test(event)) return true
      waiter.resolve(event)
      return false
    })
  }

  /** Fails those who wait, and those who will. */
  fail(error: Error): void {
    this.#failure = error
    for (const waiter of this.#waiting) waiter.reject(error)
    this.#waiting = []
  }
}
