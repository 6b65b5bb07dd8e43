/** What is measured: a workload, and those who do it, each in its own way. */

/** A contender on a connection of its own. */
export interface Run {
  /**
   * Does the work `n` times. `ticks` has room for as many times, taken with `performance.now()` after each; only a
   * workload with `latency` fills it.
   */
  go(n: number, ticks: Float64Array): Promise<void>
  close(): void | Promise<void>
}

export interface Contender {
  readonly name: string
  /** Connects; not timed. */
  open(port: number): Promise<Run>
}

/** What a row should reach: a ratio to the bare row, or more than another row. */
export interface Goal {
  readonly row: string
  readonly atLeast?: number
  readonly aheadOf?: string
}

export interface Workload {
  readonly name: string
  /** What one unit of work is, in the plural. */
  readonly unit: string
  readonly latency: boolean
  /** The first one is the bare socket, which the others are compared with. */
  readonly contenders: readonly [Contender, ...Contender[]]
  readonly goals: readonly Goal[]
}
