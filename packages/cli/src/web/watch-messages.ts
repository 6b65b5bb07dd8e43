/** What `watch --web` tells its page: each is the data of one server-sent event. */

/** How an instrument is: `unknown` before its first turn is over. */
export type Health = 'well' | 'trouble' | 'unknown'

/** One instrument. Times of the day are in ms since 1970. */
export interface Watched {
  readonly url: string
  readonly health: Health
  /** Since when. */
  readonly since: number
  /** Ms of the last reply, and the mean of the last ones; null where there is none. */
  readonly ms: number | null
  readonly mean: number | null
  readonly turns: number
  readonly errors: number
  readonly reconnects: number
  /** What it said last. */
  readonly words: string
  /** Why its last turn failed; empty when it did not. */
  readonly trouble: string
}

/** The first, and again after a connection to the command was lost. */
export interface Bench {
  readonly query: string
  readonly every: number
  readonly instruments: readonly Watched[]
}

/** Those that have changed, by their place in the list. */
export interface Changes {
  readonly changed: readonly (readonly [index: number, instrument: Watched])[]
}
