/** The time of a turn: taken once, when it is asked for first. What is done in one turn is done at one time. */
import type { Effects } from './effects.ts'

export class Turn {
  readonly #effects: Effects
  #now: number | undefined

  constructor(effects: Effects) {
    this.#effects = effects
  }

  get now(): number {
    this.#now ??= this.#effects.now()
    return this.#now
  }

  /** The next turn has a time of its own. */
  over(): void {
    this.#now = undefined
  }
}
