/** Calls the user's callbacks: what they throw, or reject with, is reported, and never harms the connection. */
import { asError } from '@sockio/core'

/** Is it a promise, of whatever make? */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
}

export class Reporter {
  readonly #onError: ((error: Error) => unknown) | undefined

  constructor(onError: ((error: Error) => unknown) | undefined) {
    this.#onError = onError
  }

  /** Tells `onError`; without one, or when it throws itself, the process's warnings. */
  report(thrown: unknown): void {
    const error = asError(thrown)
    if (this.#onError === undefined) {
      process.emitWarning(error)
      return
    }
    try {
      const result = this.#onError(error)
      if (isThenable(result)) result.then(undefined, (again: unknown) => process.emitWarning(asError(again)))
    } catch (again) {
      process.emitWarning(error)
      process.emitWarning(asError(again))
    }
  }

  /** Calls a notification. */
  notify<A extends readonly unknown[]>(callback: ((...args: A) => unknown) | undefined, ...args: A): void {
    if (callback === undefined) return
    try {
      const result = callback(...args)
      if (isThenable(result)) result.then(undefined, (error: unknown) => this.report(error))
    } catch (error) {
      this.report(error)
    }
  }
}

/** Runs a function that may return a promise, and tells how it ended, once. */
export function runAsync<T>(
  run: () => T | PromiseLike<T>,
  value: (value: T) => void,
  failed: (error: unknown) => void,
): void {
  let result: T | PromiseLike<T>
  try {
    result = run()
    if (isThenable(result)) result = Promise.resolve(result) // of a make whose `then` may throw
  } catch (error) {
    failed(error)
    return
  }
  if (isThenable(result)) result.then(value, failed)
  else value(result)
}
