/** The consumer of lines: counts them, and makes sure at the end that none was lost or cut. */
export class Tally {
  readonly #wanted: number
  readonly #size: number
  #count = 0
  #length = 0

  constructor(wanted: number, size: number) {
    this.#wanted = wanted
    this.#size = size
  }

  /** True with the last line that is wanted. */
  add(length: number): boolean {
    this.#length += length
    if (++this.#count < this.#wanted) return false
    if (this.#length !== this.#wanted * this.#size) {
      throw new Error(`${this.#count} lines of ${this.#length / this.#count} bytes, expected ${this.#size}`)
    }
    return true
  }
}
