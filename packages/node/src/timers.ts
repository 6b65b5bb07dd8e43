/**
 * The timers and the clock of the platform, as they were when this was loaded. A test that fakes the global ones moves its
 * own time: a timer of ours that was armed on a fake would never ring again once the real ones are back.
 */
import { performance } from 'node:perf_hooks'
import { clearImmediate, clearTimeout, setImmediate, setTimeout } from 'node:timers'

const { queueMicrotask } = globalThis

export const timers = {
  setTimeout,
  clearTimeout,
  setImmediate,
  clearImmediate,
  queueMicrotask,
  nextTick: process.nextTick,
  /** Milliseconds of a monotonic clock. */
  now: performance.now.bind(performance),
} as const
