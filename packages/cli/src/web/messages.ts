/** What the command tells its page: each is the data of one server-sent event. */

/** The first, and again after a connection to the command was lost; the points so far follow in pieces. */
export interface Hello {
  readonly url: string
  readonly query: string
  /** Ms that are shown at first. */
  readonly window: number
  readonly names: readonly string[]
}

/** A time in ms since 1970, then the value of each series; null where there is none. */
export type WirePoint = readonly [time: number, ...values: (number | null)[]]

export interface Points {
  readonly names: readonly string[]
  readonly points: readonly WirePoint[]
}

export interface Status {
  /** The command's clock. */
  readonly time: number
  readonly state: string
  readonly perSecond: number
  readonly lines: number
  readonly skipped: number
  readonly note: string
}
