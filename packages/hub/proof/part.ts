/** A part of the proof: what it does, and what came of it; what should not be is in `faults`. */
export interface Result {
  readonly figures: Readonly<Record<string, string | number>>
  readonly faults: readonly string[]
}

/** How long it is depends on `scale`, 1 for the whole proof. */
export interface Part {
  readonly name: string
  readonly says: string
  run(scale: number): Promise<Result>
}
