/** Waits that end with the connection that they are for. */
import { timers } from './timers.ts'

export class Delays {
  readonly #timers = new Map<NodeJS.Timeout, () => void>()
  #over = false

  /** Resolves after `ms`; never, when `end()` comes first: what waited is garbage then. */
  wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      if (this.#over) return
      const timer = timers.setTimeout(() => {
        this.#timers.delete(timer)
        resolve()
      }, ms)
      this.#timers.set(timer, resolve)
    })
  }

  /** What waits has waited long enough. */
  hurry(): void {
    for (const [timer, resolve] of this.#timers) {
      timers.clearTimeout(timer)
      resolve()
    }
    this.#timers.clear()
  }

  end(): void {
    this.#over = true
    for (const timer of this.#timers.keys()) timers.clearTimeout(timer)
    this.#timers.clear()
  }
}
