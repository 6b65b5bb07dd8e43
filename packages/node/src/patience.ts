/**
 * Speaks up for calls without a limit: one that has waited long says so once, since nobody else can tell a slow
 * instrument from a program that hangs. Who has said `timeout: Infinity` knows.
 */
import type { AsyncResource } from 'node:async_hooks'
import type { Exchange, Session } from '@sockio/core'
import type { TimeSource } from './time-source.ts'

/** How long a call may wait without a limit and without a word. */
const LONG_MS = 10_000
/** Looking now and then costs no call anything; ever more seldom, while one that has spoken waits on. */
const PERIOD_MS = 1000
const LONGEST_PERIOD_MS = 60_000
type Waiter = Exchange | Session
const NOBODY: ReadonlyMap<Waiter, number> = new Map()

/** What it needs of the machine. */
export interface Waiting {
  /** The calls and transactions that wait without a limit, and of which nobody has said so; oldest first. */
  unlimited(): readonly Waiter[]
  /** What is known of one of them that has waited so many ms. */
  explain(waiter: Waiter, waited: number): string
}

export class Patience {
  readonly #time: TimeSource
  readonly #context: AsyncResource
  readonly #waiting: Waiting
  readonly #warn: (message: string) => void
  #cancel: (() => void) | undefined
  /** When each that waits was seen first. */
  #seen: ReadonlyMap<Waiter, number> = NOBODY
  #told: Waiter | undefined
  #period = PERIOD_MS

  /** Its timer runs in `context`, whoever's call it is set for. */
  constructor(time: TimeSource, context: AsyncResource, waiting: Waiting, warn: (message: string) => void) {
    this.#time = time
    this.#context = context
    this.#waiting = waiting
    this.#warn = warn
  }

  /** A call or a transaction without a limit was made. */
  watch(): void {
    this.#cancel ??= this.#context.runInAsyncScope(this.#time.after, this.#time, this.#period, this.#look)
  }

  /** Nothing waits any more. */
  stop(): void {
    this.#cancel?.()
    this.#cancel = undefined
    this.#seen = NOBODY
    this.#told = undefined
    this.#period = PERIOD_MS
  }

  readonly #look = (): void => {
    this.#cancel = undefined
    const waiting = this.#waiting.unlimited()
    if (waiting.length === 0) {
      this.stop()
      return
    }
    const now = this.#time.now()
    this.#seen = new Map(waiting.map((waiter) => [waiter, this.#seen.get(waiter) ?? now]))
    // What waits behind one that has spoken waits for the same reason.
    if (this.#told !== undefined && this.#seen.has(this.#told)) {
      this.#period = Math.min(2 * this.#period, LONGEST_PERIOD_MS)
    } else {
      this.#period = PERIOD_MS
      this.#tell(now)
    }
    this.watch()
  }

  #tell(now: number): void {
    this.#told = undefined
    for (const [waiter, since] of this.#seen) {
      if (now - since < LONG_MS) continue
      this.#told = waiter
      const known = this.#waiting.explain(waiter, LONG_MS)
      this.#warn(`${known}; it has no timeout and goes on waiting: give one to the call or to the socket`)
      return
    }
  }
}

/** Tells the process's warnings. */
export function warnOfNoTimeout(message: string): void {
  process.emitWarning(message, { type: 'SockioWarning', code: 'SOCKIO_NO_TIMEOUT' })
}
