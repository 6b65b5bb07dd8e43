/** What the device has been asked, over all connections, and the wait for a request. */

import { checkInteger } from './check.ts'
import { matcher } from './matcher.ts'
import { isRegExp } from './realm.ts'
import { Waiters } from './waiters.ts'

/** At least so many of the newest requests are kept: a simulator under load must not grow for ever. */
const KEPT = 100_000
/** Or, where they are long, as many as have so many characters. */
const KEPT_LENGTH = 64 * 1024 * 1024

export class RequestLog {
  readonly #requests: string[] = []
  readonly #waiters = new Waiters<string>()
  #total = 0
  #length = 0

  /** The requests in the order of their arrival. */
  get requests(): readonly string[] {
    return this.#requests
  }

  push(request: string): void {
    this.#total++
    this.#length += request.length
    if (this.#requests.push(request) >= 2 * KEPT || this.#length > 2 * KEPT_LENGTH) this.#forget()
    this.#waiters.notify(request)
  }

  /** Half of them, or more where these are long: seldom, so that it costs little for each. */
  #forget(): void {
    let from = Math.max(0, this.#requests.length - KEPT)
    const kept = () => this.#requests.reduce((sum, { length }, i) => (i < from ? sum : sum + length), 0)
    this.#length = kept()
    while (this.#length > KEPT_LENGTH) this.#length -= this.#requests[from++]?.length ?? this.#length
    this.#requests.splice(0, from)
  }

  received(what: string | RegExp | number): Promise<string> {
    if (typeof what === 'number') {
      checkInteger('what', what, 1)
      if (this.#total < what) return this.#waiters.wait(() => this.#total >= what)
      return Promise.resolve(this.#requests.at(what - 1 - this.#total) ?? '')
    }
    if (typeof what !== 'string' && !isRegExp(what)) {
      throw new TypeError('what must be a string, a RegExp or a number')
    }
    const matches = matcher(what)
    const earlier = this.#requests.find(matches)
    return earlier === undefined ? this.#waiters.wait(matches) : Promise.resolve(earlier)
  }

  fail(error: Error): void {
    this.#waiters.fail(error)
  }
}
