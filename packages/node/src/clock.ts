/** The one timer of a connection. It moves only when a nearer deadline needs it, so most requests never touch it. */
import type { TimeSource } from './time-source.ts'

const NEVER = Number.POSITIVE_INFINITY

export class Clock {
  readonly #time: TimeSource
  readonly #fired: (now: number) => void
  #cancel: (() => void) | undefined
  #due = NEVER

  constructor(time: TimeSource, fired: (now: number) => void) {
    this.#time = time
    this.#fired = fired
  }

  /** Calls `fired` at or soon after `at`; perhaps once too often before, which the machine does not mind. */
  alarm(at: number): void {
    if (at >= this.#due) return
    this.stop()
    this.#due = at
    this.#cancel = this.#time.after(Math.max(0, Math.ceil(at - this.#time.now())), this.#onTimer)
  }

  stop(): void {
    this.#cancel?.()
    this.#cancel = undefined
    this.#due = NEVER
  }

  readonly #onTimer = (): void => {
    this.#cancel = undefined
    this.#due = NEVER
    this.#fired(this.#time.now())
  }
}
