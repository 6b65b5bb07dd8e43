/** Collects what a part of the proof finds: figures, and what should have been otherwise. */
import type { Result } from '../part.ts'

/** So many faults of one part are enough to understand it. */
const MOST_FAULTS = 20

export class Findings {
  readonly #figures: Record<string, string | number> = {}
  readonly #faults: string[] = []

  figure(what: string, value: number | string): void {
    this.#figures[what] = value
  }

  /** Unless `is` is true, this is a fault. */
  expect(is: boolean, sentence: string): void {
    if (!is && this.#faults.length < MOST_FAULTS) this.#faults.push(sentence)
  }

  get result(): Result {
    return { figures: this.#figures, faults: this.#faults }
  }
}
