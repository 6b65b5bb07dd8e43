/** Collects what a part finds: figures, and what should have been otherwise. */
import type { Figure, Report } from './part.ts'

/** So many failures of one part are enough to understand it. */
const MOST_FAILURES = 20

export class Findings {
  readonly #figures: Figure[] = []
  readonly #failures: string[] = []
  #more = 0
  readonly #notes: string[] = []

  figure(what: string, value: number | string, unit?: string): void {
    this.#figures.push(unit === undefined ? { what, value } : { what, value, unit })
  }

  /** Unless `is` is true, this is a failure. */
  expect(is: boolean, sentence: string): void {
    if (is) return
    if (this.#failures.length < MOST_FAILURES) this.#failures.push(sentence)
    else this.#more++
  }

  note(text: string): void {
    this.#notes.push(text)
  }

  report(): Report {
    const more = this.#more === 0 ? [] : [`and ${this.#more} more`]
    return { figures: this.#figures, failures: [...this.#failures, ...more], notes: this.#notes }
  }
}
