/** What came of the cells of one flavour. */
import type { Figure, Report } from '../part.ts'
import type { Cell } from './expectation.ts'
import { type CellReport, nameOf } from './run-cell.ts'

/** So many sentences of one cell are enough to understand it. */
const MOST_SENTENCES = 3

export class Tally {
  readonly #cells: number
  #passed = 0
  #values = 0
  #errors = new Map<string, number>()
  #leftovers = 0
  readonly #failures: string[] = []

  constructor(cells: number) {
    this.#cells = cells
  }

  add(cell: Cell, { outcomes, broken }: CellReport): void {
    if (broken.length === 0) this.#passed++
    for (const sentence of broken.slice(0, MOST_SENTENCES)) this.#failures.push(`${nameOf(cell)}: ${sentence}`)
    for (const { ending } of outcomes) {
      if (ending === 'value') this.#values++
      else this.#errors.set(ending, (this.#errors.get(ending) ?? 0) + 1)
    }
  }

  left(names: string, what: readonly string[]): void {
    this.#leftovers++
    this.#failures.push(`left behind after ${names}: ${what.join(', ')}`)
  }

  report(): Report {
    const errors = [...this.#errors].sort(([, a], [, b]) => b - a)
    const figures: Figure[] = [
      { what: 'cells run', value: this.#cells },
      { what: 'cells passed (the fault was survived)', value: this.#passed },
      { what: 'replies checked', value: this.#values },
      { what: 'typed errors checked', value: errors.reduce((sum, [, count]) => sum + count, 0) },
      { what: 'handles, timers, listeners left behind', value: this.#leftovers },
    ]
    return { figures, failures: this.#failures, notes: [errors.map(([code, n]) => `${code} ${n}`).join(', ')] }
  }
}
