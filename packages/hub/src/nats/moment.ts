/** Time that has passed, by two clocks: whichever says more is believed. */
import { timers } from '@sockio/node'

/** When something was. */
export interface Moment {
  readonly monotonic: number
  readonly wall: number
}

export interface Watch {
  now(): Moment
  /** Milliseconds since then. */
  since(moment: Moment): number
}

/**
 * The monotonic clock of some systems stands still while the machine sleeps, and the wall clock does not; that one may be
 * set back, and the other is not. To believe whichever has got further ends a lease too early at worst, never too late.
 */
export const watch: Watch = {
  now: () => ({ monotonic: timers.now(), wall: Date.now() }),
  since: ({ monotonic, wall }) => Math.max(timers.now() - monotonic, Date.now() - wall),
}
