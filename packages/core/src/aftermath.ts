/**
 * What a stream that was left in the middle may still send. Its lines that are under way would be taken for replies, so
 * nothing is asked before none has come for a while, or before the reply to its stop, which comes behind them all.
 */
import type { Exchange } from './exchange.ts'

const NEVER = Number.POSITIVE_INFINITY
/** The silence that ends it, where nobody says another. */
export const QUIET_MS = 100

export interface AftermathOptions {
  /** Ms without a byte that end it. */
  readonly quiet: number
  /** What the stream has said to end the sending, if it has: then reads wait too, and all that comes is set aside. */
  readonly stop: Exchange | undefined
  /** Does the instrument answer that? */
  readonly asks: boolean
  /** Did the stream have a `match`, so that it can be told what is its own? Then others go on beside it. */
  readonly beside: boolean
}

export class Aftermath implements AftermathOptions {
  readonly quiet: number
  readonly stop: Exchange | undefined
  readonly asks: boolean
  readonly beside: boolean
  /** The latest of: the stream was left, something came, something was written (it may be what ends the sending). */
  since: number
  /** Bytes set aside so far. */
  aside = 0
  #answered = false

  constructor({ quiet, stop, asks, beside }: AftermathOptions, now: number) {
    this.quiet = quiet
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

  /** Something came. The reply to a stop can't be told from a line, but it is not there before something came. */
  came(now: number): void {
    this.since = now
    if (this.stop?.sent === 'yes' || this.stop?.stage === 'settled') this.#answered = true
  }
}
