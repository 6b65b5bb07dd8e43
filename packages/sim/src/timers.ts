/**
 * The timers and the clock of the platform, as they were when this was loaded: an instrument lives in real time, also
 * beside a test that fakes its own.
 */
import { performance } from 'node:perf_hooks'
import { clearImmediate, clearTimeout, setImmediate, setTimeout } from 'node:timers'

export const timers = {
  setTimeout,
  clearTimeout,
  setImmediate,
  clearImmediate,
  /** Milliseconds of a monotonic clock. */
  now: performance.now.bind(performance),
} as const
