/** Errors of the user's own functions: they stay in this thread, and only their numbers go through the other one. */
import { asError } from '@sockio/core'
import type { PlainError } from './errors.ts'

/** How many are remembered: they come back soon, as what a call failed with or as a cause. */
const KEPT = 1024

export class OwnErrors {
  readonly #kept = new Map<number, unknown>()
  #last = 0

  keep(thrown: unknown): PlainError {
    const again = this.#kept.has(this.#last) && this.#kept.get(this.#last) === thrown // one reason ends many calls
    const ref = again ? this.#last : ++this.#last
    this.#kept.set(ref, thrown)
    this.#kept.delete(ref - KEPT)
    const { name, message } = asError(thrown)
    return { name, message, fields: {}, ref }
  }

  readonly find = (ref: number): unknown => this.#kept.get(ref)
}
