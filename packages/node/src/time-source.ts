/** Where a connection has its time from: the machine's, unless the flavour's users have a clock of their own. */
import { now } from './options.ts'

export interface TimeSource {
  /** Milliseconds, which never go back. */
  now(): number
  /** Calls `wake` once, after `ms` or the longest timer there is; what it returns prevents that. */
  after(ms: number, wake: () => void): () => void
}

/** The longest timer of the platform; a longer one would ring at once. */
const LONGEST = 2 ** 31 - 1

/** The time that peers live in, too. */
export const systemTime: TimeSource = {
  now,
  after: (ms, wake) => {
    const timer = setTimeout(wake, Math.min(LONGEST, ms)) // it may ring too early
    return () => clearTimeout(timer)
  },
}
