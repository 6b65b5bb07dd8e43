/** Functions of the user that say by a callback, by a promise or by returning that they are done. */
import { isThenable } from '@sockio/node'
import { type Calls, uncaught } from './calls.ts'

/** Says that a hook or a transaction is done: with an error, or with its result. Only the first call counts. */
export type Done<T> = (error?: unknown, result?: T) => void

/**
 * Runs `fn`. One with two parameters is done when it calls the second, `done`; any other when what it returns is there,
 * a promise or not.
 */
export function finished<S, T>(calls: Calls, fn: (subject: S, done: Done<T>) => unknown, subject: S): Promise<unknown> {
  return new Promise((resolve, reject) => {
    let over = false
    const done: Done<T> = (error, result) => {
      over = true
      if (error) reject(error)
      else resolve(result)
    }
    const failed = (thrown: unknown) => (over ? uncaught(thrown) : reject(thrown))
    calls.tell(() => {
      try {
        const returned = fn(subject, done)
        if (fn.length < 2) resolve(returned)
        else if (isThenable(returned)) returned.then(undefined, failed)
      } catch (thrown) {
        failed(thrown)
      }
    })
  })
}
