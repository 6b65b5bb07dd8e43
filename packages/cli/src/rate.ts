/** How many a second, over the last seconds. */

const SLICE = 250
const SLICES = 12

export class Rate {
  readonly #now: () => number
  readonly #began: number
  readonly #counts = new Array<number>(SLICES).fill(0)
  #slice = 0
  total = 0

  constructor(now: () => number = () => performance.now()) {
    this.#now = now
    this.#began = now()
  }

  add(n = 1): void {
    this.#turn()
    this.total += n
    this.#counts[this.#slice % SLICES] = (this.#counts[this.#slice % SLICES] ?? 0) + n
  }

  get perSecond(): number {
    this.#turn()
    const elapsed = this.#now() - this.#began
    const span = Math.min(elapsed, (SLICES - 1) * SLICE + (elapsed % SLICE))
    return span <= 0 ? 0 : (this.#counts.reduce((sum, count) => sum + count, 0) * 1000) / span
  }

  get seconds(): number {
    return (this.#now() - this.#began) / 1000
  }

  /** Empties the slices that have passed since. */
  #turn(): void {
    const slice = Math.floor((this.#now() - this.#began) / SLICE)
    const first = Math.max(this.#slice + 1, slice - SLICES + 1)
    for (let i = first; i <= slice; i++) this.#counts[i % SLICES] = 0
    this.#slice = slice
  }
}
