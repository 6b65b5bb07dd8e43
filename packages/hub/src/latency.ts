/** How long exchanges took, in buckets: constant memory, however many there are. */

/** Upper bounds in ms, each twice the one before: 0.0625 ms to 131 s. */
const BOUNDS: readonly number[] = Array.from({ length: 22 }, (_, i) => 2 ** (i - 4))

export class Latency {
  readonly #counts = new Float64Array(BOUNDS.length + 1)
  #sum = 0
  #max = 0
  #total = 0

  add(ms: number): void {
    let i = 0
    while (i < BOUNDS.length && ms > (BOUNDS[i] as number)) i++
    this.#counts[i] = (this.#counts[i] ?? 0) + 1
    this.#total++
    this.#sum += ms
    if (ms > this.#max) this.#max = ms
  }

  get max(): number {
    return this.#max
  }

  /** In ms. */
  get sum(): number {
    return this.#sum
  }

  get total(): number {
    return this.#total
  }

  /** Of each bucket: its upper bound in ms, and how many took at most so long. */
  get cumulative(): readonly { readonly bound: number; readonly count: number }[] {
    let count = 0
    return BOUNDS.map((bound, i) => {
      count += this.#counts[i] ?? 0
      return { bound, count }
    })
  }

  /** What this share of them did not exceed, in ms: exact to half a bucket; 0 without any. */
  quantile(share: number): number {
    const rank = share * this.#total
    let below = 0
    for (const [i, bound] of BOUNDS.entries()) {
      const count = this.#counts[i] ?? 0
      if (count > 0 && below + count >= rank) {
        const lower = i === 0 ? 0 : bound / 2
        return Math.min(this.#max, lower + ((bound - lower) * (rank - below)) / count)
      }
      below += count
    }
    return this.#max
  }
}
