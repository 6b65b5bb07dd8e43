/** When it is asked again: the ticks of a grid of time. */

/**
 * Begins with the first tick and knows no clock: times are given to it, in ms. The error of one timer moves no other tick,
 * and ticks that were missed are skipped.
 */
export class Ticks {
  readonly #period: number
  readonly #start: number
  #tick = 0

  constructor(period: number, start: number) {
    this.#period = period
    this.#start = start
  }

  /** How long it is from `now` to the next tick; the one after, when the timer of the last one rang early. */
  wait(now: number): number {
    this.#tick = Math.max(this.#tick + 1, Math.ceil((now - this.#start) / this.#period))
    return Math.max(0, this.#start + this.#tick * this.#period - now) // what is exact in thought may be less in doubles
  }
}
