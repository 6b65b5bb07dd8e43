/**
 * Shows who called in the stacks of errors where no promise leads to them: callbacks, Observables, effects, and promises
 * where the engine does not look far enough.
 */
import { timers } from './timers.ts'

/** Where a call was made; its `stack` is made when it is looked at. */
export interface Caller {
  readonly stack?: unknown
  /** How many functions of ours its stack begins with. */
  readonly ours: number
}

/**
 * JavaScriptCore, the engine of Bun, takes a function off the stack whose last act is to call another; and it looks for who
 * awaits a promise, but not beyond one that was resolved with another.
 */
export const javaScriptCore = 'webkit' in process.versions

/** What the place of a call costs, a few µs, is paid so often in a second for one connection. */
const PER_SECOND = 100
/** So many connections in a second get that again: a thousandth of the time, however many there are. */
const REFILLS = 3
/** The clock is read once in so many calls, when there were more than that. */
const LOOKS = 64

/** What all connections of the program share: a fleet makes as many calls as one connection, or more. */
const shared = { since: 0, left: REFILLS }

function refilled(time: number): boolean {
  if (time - shared.since >= 1000) {
    shared.since = time
    shared.left = REFILLS
  }
  return shared.left-- > 0
}

/**
 * Takes note of where calls are made. A program that makes up to some hundred of them in a second gets that for each; one
 * that makes thousands gets it for some, and does not notice.
 */
export class Callers {
  #left = PER_SECOND
  #skipped = 0
  #refilled = timers.now()

  /**
   * Who has called the function that called `entry`, perhaps as its last act; undefined when it would cost too much.
   * `entry` itself must have more to do.
   */
  of(
    entry: ((...args: never[]) => unknown) | (abstract new (...args: never[]) => unknown),
    how?: 'last act',
  ): Caller | undefined {
    if (this.#left === 0 && !this.#refill()) return undefined
    this.#left--
    const caller: Caller = { ours: javaScriptCore && how !== undefined ? 0 : 1 }
    Error.captureStackTrace(caller, entry)
    return caller
  }

  #refill(): boolean {
    if (this.#skipped++ % LOOKS !== 0) return false
    const time = timers.now()
    if (time - this.#refilled < 1000 || !refilled(time)) return false
    this.#refilled = time
    this.#left = PER_SECOND
    this.#skipped = 0
    return true
  }
}

/** An error with the stack of its caller in place of the engine's, where that is known. */
export function calledBy<E extends Error>(error: E, caller: Caller | undefined): E {
  if (caller === undefined) return error
  const { stack, ours } = caller
  if (typeof stack !== 'string') return error // formatted by the program in a way of its own
  const frames = stack.split('\n').slice(1 + ours) // the first line is a name
  const value = [`${error.name}: ${error.message}`, ...frames].join('\n')
  Object.defineProperty(error, 'stack', { value, configurable: true, writable: true, enumerable: false })
  return error
}
