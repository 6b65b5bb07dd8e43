/** Functions of the user that say by a callback, by a promise or by returning that they are done. */
import { isThenable } from '@sockio/node'
import { type Calls, uncaught } from './calls.ts'

/** Says that a hook or a transaction is done: with an error, or with its result. Only the first call counts. */
export type Done<T> = (error?: unknown, result?: T) => void

/**
 * Runs `fn`, and tells its result or what it failed with. One with two parameters is done when it calls the second,
 * `done`; any other when what it returns is there, a promise or not.
 */
export function finished<S, T>(
  calls: Calls,
  fn: (subject: S, done: Done<T>) => unknown,
  subject: S,
  value: (result: T) => void,
  failed: (error: unknown) => void,
): void {
  let over = false
  const end = (tell: () => void) => {
    if (over) return
    over = true
    tell()
  }
  const returned = (result: unknown) => end(() => value(result as T))
  const thrown = (error: unknown) => (over ? uncaught(error) : end(() => failed(error)))
  const done: Done<T> = (error, result) => {
    calls.enter(() => end(() => (error ? failed(error) : value(result as T))))
  }
  calls.tell(() => {
    let result: unknown
    try {
      result = fn(subject, done)
      if (isThenable(result)) result = Promise.resolve(result) // of a make whose `then` may throw
    } catch (error) {
      thrown(error)
      return
    }
    const says = fn.length >= 2
    if (isThenable(result)) result.then(says ? undefined : returned, thrown)
    else if (!says) returned(result)
  })
}
