/** Tells whether something is late, by a timer that was started with it: a machine that is busy delays both. */
export class ControlTimer {
  #fired = Number.POSITIVE_INFINITY
  readonly #timer: NodeJS.Timeout

  /** @param limit ms in which it should be over */
  constructor(limit: number) {
    this.#timer = setTimeout(() => {
      this.#fired = performance.now()
    }, limit)
  }

  /** It is over: so much later than it should, in ms; 0 when it was in time. */
  stop(): number {
    clearTimeout(this.#timer)
    return Math.max(0, performance.now() - this.#fired)
  }
}
