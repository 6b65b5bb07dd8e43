/**
 * What may still come that is nobody's: of a stream that was left in the middle, or of more than was read, the rest
 * of which waits in the kernels. It would be taken for replies, so nothing is asked before nothing has come for a while, or
 * before the reply to a stop, which comes behind it all.
 */
import type { Exchange } from './exchange.ts'

const NEVER = Number.POSITIVE_INFINITY
/** The silence that ends it, where nobody says another. */
export const QUIET_MS = 100

export interface AftermathOptions {
  /** Ms without a byte that end it. */
  readonly quiet: number
  /** Has more come unasked than was read? Else a stream was left. */
  readonly backlog?: boolean
  /** What the stream has said to end the sending, if it has: then reads wait too, and all that comes is set aside. */
  readonly stop: Exchange | undefined
  /** Does the instrument answer that? */
  readonly asks: boolean
  /** Did the stream have a `match`, so that it can be told what is its own? Then others go on beside it. */
  readonly beside: boolean
}

export class Aftermath implements AftermathOptions {
  readonly quiet: number
  readonly backlog: boolean
  readonly stop: Exchange | undefined
  readonly asks: boolean
  readonly beside: boolean
  /** The latest of: it began, the socket is read again, something came, something was written (it may be what ends the sending). */
  since: number
  /** Bytes set aside so far. */
  aside = 0
  #answered = false

  constructor({ quiet, backlog = false, stop, asks, beside }: AftermathOptions, now: number) {
    this.quiet = quiet
    this.backlog = backlog
    this.stop = stop
    this.asks = asks
    this.beside = beside
    this.since = now
  }

  /** Is the reply to its stop told from the lines of the stream? Then that is the end. */
  get exact(): boolean {
    return this.asks && this.beside
  }

  /** Is its stop still to be sent, or to be answered? */
  get stopping(): boolean {
    return this.stop !== undefined && (this.stop.stage !== 'settled' || (this.asks && !this.exact && !this.#answered))
  }

  /** When it is over, unless something comes before. */
  get until(): number {
    if (this.stopping) return NEVER
    return this.exact ? this.since : this.since + this.quiet
  }

  /**
   * Something came; true when it may be the reply to its stop, which can't be told from a line, but is not there before
   * something came.
   */
  came(now: number): boolean {
    this.since = now
    if (this.stop?.sent === 'yes' || this.stop?.stage === 'settled') this.#answered = true
    return this.asks && this.#answered
  }
}
