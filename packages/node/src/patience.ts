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

/**
 * Goes round all that wait by one clock: with a timer for each connection there would be as many. Who comes is looked at in
 * the round that is next.
 */
class Rounds {
  readonly #time: TimeSource
  readonly #waiting = new Set<Patience>()
  #cancel: (() => void) | undefined
  #due = Number.POSITIVE_INFINITY

  constructor(time: TimeSource) {
    this.#time = time
  }

  join(patience: Patience): void {
    this.#waiting.add(patience)
    patience.due = this.#time.now() + PERIOD_MS
    if (patience.due < this.#due) this.#wait(patience)
  }

  leave(patience: Patience): void {
    this.#waiting.delete(patience)
    if (this.#waiting.size === 0) this.#stop()
  }

  #stop(): void {
    this.#cancel?.()
    this.#cancel = undefined
    this.#due = Number.POSITIVE_INFINITY
  }

  /** The timer runs in the context of a connection that waits, and of no caller. */
  #wait({ due, context }: Patience): void {
    this.#stop()
    this.#due = due
    const ms = Math.max(0, Math.ceil(due - this.#time.now()))
    this.#cancel = context.runInAsyncScope(this.#time.after, this.#time, ms, () => this.#round())
  }

  #round(): void {
    this.#stop()
    const now = this.#time.now()
    for (const patience of this.#waiting) if (patience.due - now < PERIOD_MS) patience.look(now)
    let next: Patience | undefined
    for (const patience of this.#waiting) if (next === undefined || patience.due < next.due) next = patience
    if (next !== undefined) this.#wait(next)
  }
}

const roundsOf = new WeakMap<TimeSource, Rounds>()

function rounds(time: TimeSource): Rounds {
  const known = roundsOf.get(time) ?? new Rounds(time)
  roundsOf.set(time, known)
  return known
}

export class Patience {
  readonly context: AsyncResource
  readonly #rounds: Rounds
  readonly #waiting: Waiting
  #watching = false
  /** When each that waits was seen first. */
  #seen: ReadonlyMap<Waiter, number> = NOBODY
  #told: Waiter | undefined
  #period = PERIOD_MS
  /** When it is to be looked at next. */
  due = 0

  /** What it tells is told in `context`, whoever's call it is about. */
  constructor(time: TimeSource, context: AsyncResource, waiting: Waiting) {
    this.context = context
    this.#rounds = rounds(time)
    this.#waiting = waiting
  }

  /** A call or a transaction without a limit was made. */
  watch(): void {
    if (this.#watching) return
    this.#watching = true
    this.#rounds.join(this)
  }

  /** Nothing waits any more. */
  stop(): void {
    if (!this.#watching) return
    this.#watching = false
    this.#rounds.leave(this)
    this.#seen = NOBODY
    this.#told = undefined
    this.#period = PERIOD_MS
  }

  look(now: number): void {
    const waiting = this.#waiting.unlimited()
    if (waiting.length === 0) {
      this.stop()
      return
    }
    this.#seen = new Map(waiting.map((waiter) => [waiter, this.#seen.get(waiter) ?? now]))
    // What waits behind one that has spoken waits for the same reason.
    if (this.#told !== undefined && this.#seen.has(this.#told)) {
      this.#period = Math.min(2 * this.#period, LONGEST_PERIOD_MS)
    } else {
      this.#period = PERIOD_MS
      this.#tell(now)
    }
    this.due = now + this.#period
  }

  #tell(now: number): void {
    this.#told = undefined
    for (const [waiter, since] of this.#seen) {
      if (now - since < LONG_MS) continue
      this.#told = waiter
      const known = this.#waiting.explain(waiter, LONG_MS)
      this.context.runInAsyncScope(warnOfNoTimeout, undefined, known)
      return
    }
  }
}

/** Tells the process's warnings. */
function warnOfNoTimeout(known: string): void {
  const message = `${known}; it has no timeout and goes on waiting: give one to the call or to the socket`
  process.emitWarning(message, { type: 'SockioWarning', code: 'SOCKIO_NO_TIMEOUT' })
}
