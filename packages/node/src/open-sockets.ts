/** The connections that exist, the destroyed ones included until all their sockets are gone, and who waits for their end. */
import type { Wire } from './transport.ts'

interface Waiter {
  readonly sockets: readonly Wire[]
  readonly done: () => void
}

const NOBODY: readonly Waiter[] = []
const NONE: readonly Wire[] = []

export class OpenSockets {
  /** Most often one, or none. */
  #sockets: readonly Wire[] = NONE
  #waiters = NOBODY

  add(socket: Wire): void {
    this.#sockets = this.#sockets.length === 0 ? [socket] : [...this.#sockets, socket] // what is appended to gets room for more
  }

  /** Calls `done` when all that exist now are gone; at once when there are none. Later ones do not count. */
  whenGone(done: () => void): void {
    if (this.#sockets.length === 0) done()
    else this.#waiters = [...this.#waiters, { sockets: this.#sockets, done }]
  }

  gone(socket: Wire): void {
    const others = (sockets: readonly Wire[]) => sockets.filter((other) => other !== socket)
    this.#sockets = others(this.#sockets)
    if (this.#waiters.length === 0) return
    const waiters = this.#waiters.map(({ sockets, done }) => ({ sockets: others(sockets), done }))
    this.#waiters = waiters.filter(({ sockets }) => sockets.length > 0)
    for (const { sockets, done } of waiters) if (sockets.length === 0) done()
  }
}
