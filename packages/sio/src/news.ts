/** What the user's own functions are told of: when the code that runs has ended, in order, each in its turn. */
import { timers } from '@sockio/node'

export class News {
  /** A field, so that one more is known without a call, which may be cut. */
  waiting: (() => void)[] = []
  #due = false

  /** Has what waits told as soon as it can be. */
  publish(): void {
    if (this.#due || this.waiting.length === 0) return
    timers.queueMicrotask(() => {
      this.#due = false
      this.#tell()
    })
    this.#due = true
  }

  #tell(): void {
    const all = this.waiting
    this.waiting = []
    let told = 0
    try {
      for (const tell of all) {
        told++
        tell()
      }
    } finally {
      this.waiting = [...all.slice(told), ...this.waiting] // one that throws is uncaught, and the others are told
      this.publish()
    }
  }
}
