/** A part of the evidence: it runs in a process of its own, and reports figures. */

/** How much of a part is to run. */
export interface Scale {
  /** The form for CI: seconds instead of minutes. */
  readonly short: boolean
  /** What is random is determined by it. */
  readonly seed: number
  /** The flavour to run, for parts that know several. */
  readonly flavour?: string | undefined
}

export interface Figure {
  readonly what: string
  readonly value: number | string
  readonly unit?: string
}

export interface Report {
  readonly figures: readonly Figure[]
  /** What should have been otherwise, each in a sentence; empty when all is well. */
  readonly failures: readonly string[]
  /** More to read: a histogram, what is random. */
  readonly notes?: readonly string[]
  /** Why it did not run. */
  readonly skipped?: string
}

export type RunPart = (scale: Scale) => Promise<Report>
