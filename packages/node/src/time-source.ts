/** Where a connection has its time from: the machine's, unless the flavour's users have a clock of their own. */
import { now } from './options.ts'

export interface TimeSource {
  /** Milliseconds, which never go back. */
  now(): number
  /**
   * Calls `wake` once, after `ms`, or earlier where that is too long; with 0 soon, but never before this has returned.
   * What it returns prevents that.
   */
  after(ms: number, wake: () => void): () => void
}

/** The platform's own, whatever becomes of the globals: a test that fakes them must not stop the limits of a socket. */
const { setTimeout, clearTimeout, setImmediate, clearImmediate } = globalThis

/** The longest timer of the platform; a longer one would ring at once. */
const LONGEST = 2 ** 31 - 1

/** The time that peers live in, too. */
export const systemTime: TimeSource = {
  now,
  after: (ms, wake) => {
    const timer = setTimeout(wake, Math.min(LONGEST, ms))
    return () => clearTimeout(timer)
  },
}

/** Calls `then` once, when the event loop has read the sockets; what it returns prevents that. */
export function afterReading(then: () => void): () => void {
  const immediate = setImmediate(then)
  return () => clearImmediate(immediate)
}
