/** Holds: one session has the instrument for itself, until it gives it back, is gone, or its time is over. */
import type { Place } from './fair-queue.ts'
import type { Figures } from './figures.ts'
import type { Waiting } from './jobs.ts'
import type { Scheduler } from './scheduler.ts'

/** Who may hold. */
export interface Holder {
  readonly name: string
  readonly place: Place<Waiting>
}

export class Hold {
  readonly #scheduler: Scheduler<Waiting>
  readonly #figures: Figures
  #holder: Holder | undefined
  #until = 0
  #timer: NodeJS.Timeout | undefined

  constructor(scheduler: Scheduler<Waiting>, figures: Figures) {
    this.#scheduler = scheduler
    this.#figures = figures
  }

  /** Who has it, and how long it lasts, in ms. */
  get state(): { readonly client: string; readonly left: number } | undefined {
    const holder = this.#holder
    return holder && { client: holder.name, left: Math.ceil(this.left(holder)) }
  }

  /** How long its hold lasts, in ms; 0 without one. */
  left(holder: Holder): number {
    return this.#holder === holder ? Math.max(0, this.#until - performance.now()) : 0
  }

  /** From when nothing else is under way, for `ms`; one that it has begins anew. Called when its turn has come. */
  claim(holder: Holder, ms: number): void {
    this.#scheduler.claim(holder.place, () => {
      if (this.#holder !== holder) this.#figures.holds++
      this.#holder = holder
      this.#until = performance.now() + ms
      clearTimeout(this.#timer)
      this.#timer = setTimeout(() => this.release(holder), ms)
    })
  }

  /** Gives it back; nothing happens where it has none. */
  release(holder: Holder): void {
    if (this.#holder !== holder) return
    clearTimeout(this.#timer)
    this.#holder = undefined
    this.#scheduler.release(holder.place)
  }
}
