/** Where a connection has its time from: the machine's, unless the flavour's users have a clock of their own. */
import { timers } from './timers.ts'

export interface TimeSource {
  /** Milliseconds, which never go back. */
  now(): number
  /**
   * Calls `wake` once, after `ms`, or earlier where that is too long; with 0 soon, but never before this has returned.
   * What it returns prevents that.
   */
  after(ms: number, wake: () => void): () => void
}

/** The longest timer of the platform; a longer one would ring at once. */
const LONGEST = 2 ** 31 - 1

/** The time that peers live in, too. */
export const systemTime: TimeSource = {
  now: timers.now,
  after: (ms, wake) => {
    const timer = timers.setTimeout(wake, Math.min(LONGEST, ms))
    return () => timers.clearTimeout(timer)
  },
}

/** Deno looks at its sockets when it has nothing to do, or in each 61st round: only a timer leaves it nothing. */
const READS_AT_REST = process.versions.deno !== undefined

/** Calls `then` once, when the event loop has read the sockets; what it returns prevents that. */
export function afterReading(then: () => void): () => void {
  if (READS_AT_REST) return systemTime.after(1, then)
  const immediate = timers.setImmediate(then)
  return () => timers.clearImmediate(immediate)
}
