/**
 * How this thread blocks: it sleeps until there is news, and judges itself whether a time is over, since it hears no timer.
 * It may be cut short anywhere, see `bridge.ts`, and keeps nothing that would have to be put right then.
 */
import { timers } from '@sockio/node'
import { abreast, looked, Moment } from './moment.ts'
import { Word } from './protocol.ts'
import { SLICE, type Vigil } from './vigil.ts'

/** How often it is looked for a sign, in ms, once a limit is over. */
const SIGN = 50

/** Something to block for. */
export interface Due {
  readonly done: () => boolean
  /** When it must be done. The other thread sees to that, and this one if it gives no sign then. */
  readonly deadline: number
  /** It was not, and there was no sign: makes it done. */
  readonly overdue: () => void
}

export class Blocked {
  readonly #control: Int32Array
  readonly #vigil: Vigil
  readonly #drain: () => void
  readonly #passed: (ms: number) => void
  #sequence = 0
  readonly #moment = new Moment((ms) => looked(this.#control, Word.sequence, this.#sequence, ms))

  /** `drain` takes in what the other thread has said; `passed` is told of ms that went by without news. */
  constructor(control: Int32Array, vigil: Vigil, drain: () => void, passed: (ms: number) => void) {
    this.#control = control
    this.#vigil = vigil
    this.#drain = drain
    this.#passed = passed
  }

  /**
   * Whether a limit is over is judged when the other thread has read its sockets: an answer that is there is one. That
   * thread knows the limit as well; if it has read, and ends nothing all the same, this one does.
   */
  until({ done, deadline, overdue }: Due, until: number): boolean {
    const end = Math.min(until, deadline)
    let asked = false
    let read = false
    let { grace } = this.#vigil
    for (;;) {
      const sequence = Atomics.load(this.#control, Word.sequence)
      read ||= asked && this.#vigil.answered // first: what was told before the sign is then taken in
      this.#drain()
      if (done()) return true
      const left = end - timers.now()
      if (left > 0) this.#sleep(sequence, left)
      else if (!asked) {
        this.#vigil.ask()
        asked = true
      } else if (!read && !this.#vigil.late) this.#sleep(sequence, SIGN)
      else if (until <= timers.now()) return false
      else if (read && grace > 0) grace -= this.#sleep(sequence, SIGN)
      else overdue()
    }
  }

  /** How long that was, in ms: for a process that was stopped meanwhile, as long as it wanted to sleep. */
  #sleep(sequence: number, ms: number): number {
    const from = timers.now()
    if (this.#looked(sequence)) return timers.now() - from
    const slice = Math.min(ms, SLICE)
    if (Atomics.wait(this.#control, Word.sequence, sequence, slice) !== 'timed-out') return timers.now() - from
    this.#passed(slice)
    return slice
  }

  /** News has come before this thread would have slept. */
  #looked(sequence: number): boolean {
    if (!abreast) return false
    this.#sequence = sequence
    Atomics.store(this.#control, Word.looking, 1)
    const news = this.#moment.waited()
    Atomics.store(this.#control, Word.looking, 0)
    return news
  }
}
