/** What is measured: a workload, and those who do it, each in its own way. */

/** What a contender in a process of its own says of a turn: seconds, seconds of processor time, and microseconds. */
export interface Told {
  readonly seconds: number
  readonly cpu: number
  readonly p50: number
  readonly p99: number
}

/** A contender on a connection of its own. */
export interface Run {
  /**
   * Does the work `n` times. `ticks` has room for as many times, taken with `performance.now()` after each; only a
   * workload with `latency` fills it.
   */
  go(n: number, ticks: Float64Array): Promise<void>
  /** What the last turn took, where it was done in another process. */
  told?(): Told
  close(): unknown
}

export interface Contender {
  readonly name: string
  /** Connects; not timed. Undefined where this machine lacks what it needs. */
  open(port: number): Promise<Run | undefined>
}

/** What a row should reach: a ratio to the bare row, or to another one. */
export interface Goal {
  readonly row: string
  readonly to?: string
  /** What is compared: units per second, or the speed of the slowest of a hundred. Default `'rate'`. */
  readonly by?: 'rate' | 'p99'
  readonly atLeast: number
}

export interface Workload {
  readonly name: string
  /** What one unit of work is, in the plural. */
  readonly unit: string
  /** Bytes of one unit, where it is bytes that count. */
  readonly bytes?: number
  readonly latency?: boolean
  /** The client may use every core, also that of the server: for who has two threads, one of which waits for the other. */
  readonly unpinned?: boolean
  /** Units of the first attempt, which shows how many fill a turn. Default 1000. */
  readonly first?: number
  /** Most units of a turn, where more would exhaust something else. */
  readonly most?: number
  /** The first one is the bare socket, which the others are compared with. */
  readonly contenders: readonly [Contender, ...Contender[]]
  readonly goals: readonly Goal[]
}
