/** The turns of a connection: an input, what comes of it, and only then what users are told, who may give the next input. */
import { type Exchange, Fifo } from '@sockio/core'
import type { Delivery } from './call.ts'

/** Who asks functions of the user's in the middle of a turn. */
export interface Consulting {
  /** Asks one; where it throws, `otherwise` is the answer. */
  consult<T>(ask: () => T, otherwise: T): T
}

/** Whose turns they are. */
export interface TurnHost {
  /** Does what an input came to, before anybody is told. */
  settle(): void
  /** Is told what users throw. */
  report(thrown: unknown): void
}

export class Turns implements Consulting {
  /** What is to be told to users when the turn is over, in order. */
  readonly deliveries = new Fifo<Delivery>()
  readonly #host: TurnHost
  #delivering = false
  #consulting = false
  /** The stream that gives its consumer frames, and what he has begun with one in hand. */
  #handing: Exchange | undefined
  #begun: (() => void)[] = []

  constructor(host: TurnHost) {
    this.#host = host
  }

  /** Is a user asked in the middle of one? Then the engine takes nothing. */
  get consulting(): boolean {
    return this.#consulting
  }

  /** Must what users begin wait? */
  get waits(): boolean {
    return this.#consulting || this.#handing !== undefined
  }

  /** Takes an input; when a user gives it who is asked in the middle of a turn, or has a frame in hand, after that. */
  take(input: () => void): void {
    if (this.#handing !== undefined && !this.#consulting) this.#begun.push(input)
    else this.#take(input)
  }

  /** Takes one of the consumer of a stream, for that stream. */
  takeFor(feed: Exchange, input: () => void): void {
    if (this.#handing === feed) this.#take(input)
    else this.take(input)
  }

  /**
   * Has a stream give its consumer frames. What he begins with one in hand waits until he has returned, since by then he
   * may have left the stream, which would have stood in its way: RxJS completes before it unsubscribes. `give` calls
   * `returned` behind each: to come here for each would cost more than all else that is done for a line.
   */
  hand(feed: Exchange, give: () => void): void {
    if (this.#handing !== undefined) {
      give()
      return
    }
    this.#handing = feed
    try {
      give()
    } finally {
      this.#handing = undefined
      this.#begin()
    }
  }

  /** The consumer of a frame has returned. */
  returned(feed: Exchange): void {
    if (this.#begun.length > 0 && this.#handing === feed) this.#begin()
  }

  #begin(): void {
    const handing = this.#handing
    this.#handing = undefined
    for (const input of this.#begun.splice(0)) this.take(input)
    this.#handing = handing
  }

  #take(input: () => void): void {
    if (this.#consulting) {
      this.deliveries.push({ deliver: () => this.take(input) })
      return
    }
    input()
    this.over()
  }

  /**
   * A reconnect policy, a `match` and a `redact` are asked in the middle of a turn: what they throw is reported, and what
   * they do to the connection themselves waits until the turn is over.
   */
  consult<T>(ask: () => T, otherwise: T): T {
    const before = this.#consulting
    this.#consulting = true
    try {
      return ask()
    } catch (error) {
      this.deliveries.push({ deliver: () => this.#host.report(error) })
      return otherwise
    } finally {
      this.#consulting = before
    }
  }

  /** An input was given. */
  over(): void {
    this.#host.settle()
    if (this.#delivering) return
    this.#delivering = true
    const { deliveries } = this
    for (let next = deliveries.shift(); next !== undefined; next = deliveries.shift()) {
      try {
        next.deliver()
      } catch (error) {
        this.#host.report(error)
      }
    }
    this.#delivering = false
  }
}
