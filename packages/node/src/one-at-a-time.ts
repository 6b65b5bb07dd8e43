/** What must not be under way twice at once waits its turn. */
import { Fifo } from '@sockio/core'

/** Somebody who waits. */
interface Turn {
  readonly begin: (over: () => void) => void
  left: boolean
}

export class OneAtATime {
  readonly #waiting = new Fifo<Turn>()
  #busy = false

  /** Calls `begin` when its turn has come; it calls `over` when it is done. What this returns gives up a turn that has not come. */
  take(begin: (over: () => void) => void): () => void {
    const turn: Turn = { begin, left: false }
    if (this.#busy) this.#waiting.push(turn)
    else this.#start(turn)
    return () => {
      turn.left = true
    }
  }

  #start(turn: Turn): void {
    this.#busy = true
    turn.begin(() => this.#next())
  }

  #next(): void {
    this.#busy = false
    for (let turn = this.#waiting.shift(); turn !== undefined; turn = this.#waiting.shift()) {
      if (!turn.left) {
        this.#start(turn)
        return
      }
    }
  }
}
