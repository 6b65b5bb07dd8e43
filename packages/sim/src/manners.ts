/** How a device treats one client besides answering it: it leaves who says nothing, and wants a rest behind each reply. */
import type { FaultPlan } from './fault-plan.ts'
import { timers } from './timers.ts'

export class Manners {
  readonly #plan: FaultPlan
  readonly #leave: () => void
  #heard = timers.now()
  #answered = Number.NEGATIVE_INFINITY
  #timer: NodeJS.Timeout | undefined

  constructor(plan: FaultPlan, leave: () => void) {
    this.#plan = plan
    this.#leave = leave
  }

  /** The faults may have changed. */
  refresh(): void {
    timers.clearTimeout(this.#timer)
    const { patience } = this.#plan
    if (patience === Number.POSITIVE_INFINITY) return
    this.#timer = timers.setTimeout(this.#leave, Math.max(0, this.#heard + patience - timers.now()))
  }

  heard(): void {
    this.#heard = timers.now()
    if (this.#timer !== undefined) this.refresh()
  }

  answered(): void {
    this.#answered = timers.now()
  }

  /** Has too little time passed since the last reply for anything to be heard? */
  get resting(): boolean {
    return timers.now() - this.#answered < this.#plan.rest
  }

  end(): void {
    timers.clearTimeout(this.#timer)
  }
}
