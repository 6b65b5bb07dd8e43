/** The connections that exist, the destroyed ones included until all their sockets are gone, and who waits for their end. */
import type { Wire } from './transport.ts'

interface Waiter {
  readonly sockets: Set<Wire>
  readonly done: () => void
}

export class OpenSockets {
  readonly #sockets = new Set<Wire>()
  #waiters: Waiter[] = []

  add(socket: Wire): void {
    this.#sockets.add(socket)
  }

  /** Calls `done` when all that exist now are gone; at once when there are none. Later ones do not count. */
  whenGone(done: () => void): void {
    if (this.#sockets.size === 0) done()
    else this.#waiters.push({ sockets: new Set(this.#sockets), done })
  }

  gone(socket: Wire): void {
    this.#sockets.delete(socket)
    const waiters = this.#waiters
    if (waiters.length === 0) return
    for (const { sockets } of waiters) sockets.delete(socket)
    this.#waiters = waiters.filter(({ sockets }) => sockets.size > 0)
    for (const { sockets, done } of waiters) if (sockets.size === 0) done()
  }
}
