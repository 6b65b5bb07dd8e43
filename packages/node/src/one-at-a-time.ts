/** What must not be under way twice at once waits its turn. */
import { Fifo } from '@sockio/core'
import type { Stop } from './runner.ts'

export class OneAtATime {
  readonly #waiting = new Fifo<() => void>()
  #busy = false

  /** Calls `begin` when its turn has come; it calls `over` when it is done. What this returns stops it, also before that. */
  take(begin: (over: () => void) => Stop): Stop {
    let stop: Stop | undefined
    let why: unknown
    let stopped = false
    const start = () => {
      this.#busy = true
      stop = begin(() => {
        this.#busy = false
        this.#waiting.shift()?.()
      })
      if (stopped) stop(why)
    }
    if (this.#busy) this.#waiting.push(start)
    else start()
    return (because) => {
      why = because
      stopped = true
      stop?.(why)
    }
  }
}
