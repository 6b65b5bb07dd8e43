/** Collects what a part finds: figures, and what should have been otherwise. */
import type { Figure, Report } from './part.ts'

export class Findings {
  readonly #figures: Figure[] = []
  readonly #failures: string[] = []
  readonly #notes: string[] = []

  figure(what: string, value: number | string, unit?: string): void {
    this.#figures.push(unit === undefined ? { what, value } : { what, value, unit })
  }

  /** Unless `is` is true, this is a failure. */
  expect(is: boolean, sentence: string): void {
    if (!is) this.#failures.push(sentence)
  }

  note(text: string): void {
    this.#notes.push(text)
  }

  report(): Report {
    return { figures: this.#figures, failures: this.#failures, notes: this.#notes }
  }
}
