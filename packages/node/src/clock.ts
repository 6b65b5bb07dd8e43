/** The one timer of a connection. It moves only when a nearer deadline needs it, so most requests never touch it. */
import type { AsyncResource } from 'node:async_hooks'
import { type Ear, LastLook } from './last-look.ts'
import { afterReading, systemTime, type TimeSource } from './time-source.ts'

const NEVER = Number.POSITIVE_INFINITY
/** No alarm is nearer than the one that is being judged. */
const JUDGING = Number.NEGATIVE_INFINITY

export interface ClockHost extends Ear {
  /** A limit is over, and the sockets were read. */
  fired(now: number): void
}

export class Clock {
  readonly #time: TimeSource
  readonly #context: AsyncResource
  readonly #host: ClockHost
  /** None before a limit has to be judged. */
  #lastLook: LastLook | undefined
  #cancel: (() => void) | undefined
  #due = NEVER

  /** The timer runs in `context`, whoever's call it is set for. */
  constructor(time: TimeSource, context: AsyncResource, host: ClockHost) {
    this.#time = time
    this.#context = context
    this.#host = host
  }

  /** Calls `fired` at or soon after `at`; perhaps once too often before, which the machine does not mind. */
  alarm(at: number): void {
    if (at >= this.#due) return
    this.stop()
    this.#due = at
    const wait = Math.ceil(at - this.#time.now())
    const isReal = this.#time === systemTime
    this.#cancel = this.#context.runInAsyncScope(() =>
      // What is due already waits for a look at the sockets, whatever the clock, and for no timer, which would take a millisecond.
      wait <= 0 ? afterReading(() => this.#onTimer(true)) : this.#time.after(wait, () => this.#onTimer(isReal)),
    )
  }

  stop(): void {
    this.#cancel?.()
    this.#cancel = undefined
    this.#lastLook?.cancel()
    this.#due = NEVER
  }

  /** The time is that of the timer, and the sockets are read before it counts. A limit of another clock than theirs waits for none. */
  #onTimer(looks: boolean): void {
    const now = this.#time.now()
    const late = now - this.#due
    this.#cancel = undefined
    this.#due = JUDGING
    if (!looks) {
      this.#judge(now)
      return
    }
    this.#lastLook ??= new LastLook(this.#host)
    this.#lastLook.begin(late, () => this.#judge(now))
  }

  #judge(now: number): void {
    this.#due = NEVER
    this.#host.fired(now)
  }
}
