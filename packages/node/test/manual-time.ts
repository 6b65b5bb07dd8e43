import type { TimeSource } from '../src/index.ts'

/** Time that stands still until it is moved. */
export class ManualTime implements TimeSource {
  #now = 0
  readonly #alarms = new Map<() => void, number>()

  /** Timers that are set. */
  get waiting(): number {
    return this.#alarms.size
  }

  now(): number {
    return this.#now
  }

  after(ms: number, wake: () => void): () => void {
    this.#alarms.set(wake, this.#now + ms)
    return () => this.#alarms.delete(wake)
  }

  move(ms: number): void {
    this.#now += ms
    for (const [wake, at] of [...this.#alarms]) {
      if (at > this.#now || !this.#alarms.delete(wake)) continue
      wake()
    }
  }
}
