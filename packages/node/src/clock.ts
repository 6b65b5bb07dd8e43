/** The one timer of a connection. It moves only when a nearer deadline needs it, so most requests never touch it. */
import { now } from './options.ts'

const NEVER = Number.POSITIVE_INFINITY
/** The longest timer of the platform; a longer one would ring at once. */
const LONGEST = 2 ** 31 - 1

export class Clock {
  readonly #fired: (now: number) => void
  #timer: NodeJS.Timeout | undefined
  #due = NEVER

  constructor(fired: (now: number) => void) {
    this.#fired = fired
  }

  /** Calls `fired` at or soon after `at`; perhaps once too often before, which the machine does not mind. */
  alarm(at: number): void {
    if (at >= this.#due) return
    this.stop()
    this.#due = at
    this.#timer = setTimeout(this.#onTimer, Math.min(LONGEST, Math.max(1, Math.ceil(at - now()))))
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#due = NEVER
  }

  readonly #onTimer = (): void => {
    this.#timer = undefined
    this.#due = NEVER
    this.#fired(now())
  }
}
