/** The numbers of calls and sessions, in the order in which the engine meets them. */
import type { Exchange, Session } from '@sockio/core'

export class Numbered {
  #last = 0
  readonly #sessions = new WeakMap<Session, number>()

  /** The next one has this number. */
  countFrom(n: number): void {
    this.#last = n - 1
  }

  call(exchange: Exchange): number {
    exchange.number = ++this.#last
    return exchange.number
  }

  session(session: Session): number {
    const known = this.#sessions.get(session)
    if (known !== undefined) return known
    const n = ++this.#last
    this.#sessions.set(session, n)
    return n
  }

  /** Undefined for what came before the recording. */
  of(subject: Exchange | Session): number | undefined {
    if ('number' in subject) return subject.number === 0 ? undefined : subject.number
    return this.#sessions.get(subject)
  }
}
