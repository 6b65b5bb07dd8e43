/**
 * The limits of calls that the event loop waits for. The thread of the sockets sees to them; where it does not, since it
 * is late, hangs or has not begun, this thread does, as it does where it is blocked.
 */
import { timers } from '@sockio/node'
import type { Vigil } from './vigil.ts'

/** How often it is looked, in ms. A process that was stopped finds that one look is due, however long that was. */
const LOOK = 250

interface Limited {
  readonly deadline: number
  readonly overdue: () => void
  /** How often it was looked since the deadline. */
  looks: number
}

export class Awaited {
  readonly #all = new Map<object, Limited>()
  readonly #vigil: Vigil
  readonly #drain: () => void
  #looking = false

  /** `drain` takes in what has come. */
  constructor(vigil: Vigil, drain: () => void) {
    this.#vigil = vigil
    this.#drain = drain
  }

  add(holder: object, deadline: number, overdue: () => void): void {
    this.#all.set(holder, { deadline, overdue, looks: 0 })
    if (!this.#looking) this.#wait()
  }

  delete(holder: object): void {
    this.#all.delete(holder)
  }

  /** One timer for all of them; it goes on until there are none, and keeps no process alive. */
  #wait(): void {
    timers.setTimeout(() => this.#look(), LOOK).unref()
    this.#looking = true
  }

  #look(): void {
    this.#looking = false
    this.#drain()
    const now = timers.now()
    for (const limited of this.#all.values()) {
      if (limited.deadline <= now && ++limited.looks * LOOK > this.#vigil.grace) limited.overdue()
    }
    if (this.#all.size > 0) this.#wait()
  }
}
