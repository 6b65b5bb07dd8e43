/** What the device has been asked, over all connections, and the wait for a request. */

import { checkInteger } from './check.ts'
import { matcher } from './matcher.ts'
import { isRegExp } from './realm.ts'
import { Waiters } from './waiters.ts'

/** At least so many of the newest requests are kept: a simulator under load must not grow for ever. */
const KEPT = 100_000

export class RequestLog {
  readonly #requests: string[] = []
  readonly #waiters = new Waiters<string>()
  #total = 0

  /** The requests in the order of their arrival. */
  get requests(): readonly string[] {
    return this.#requests
  }

  push(request: string): void {
    this.#total++
    if (this.#requests.push(request) >= 2 * KEPT) this.#requests.splice(0, KEPT)
    this.#waiters.notify(request)
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
