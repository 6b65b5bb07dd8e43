/** What the tests of callbacks and events need: their outcomes as values to wait for. */
import type { EventEmitter } from 'node:events'

/** What a callback was called with, and how often; and whether that was within the call that it was given to. */
export interface Outcome {
  readonly calls: readonly (readonly unknown[])[]
  readonly within: boolean
}

/** Calls `start` with a callback; resolves when that was called, and all that was due with it. */
export function outcome(start: (callback: (...args: unknown[]) => void) => void): Promise<Outcome> {
  return new Promise((resolve) => {
    const calls: unknown[][] = []
    let within = true
    let early = false
    start((...args) => {
      early ||= within
      if (calls.push(args) === 1) setImmediate(() => resolve({ calls, within: early }))
    })
    within = false
  })
}

/** The value of a callback; rejects with its error. */
export function value<T = unknown>(start: (callback: (error: unknown, value: T) => void) => void): Promise<T> {
  return new Promise((resolve, reject) => start((error, given) => (error ? reject(error) : resolve(given))))
}

/** The error of a callback; rejects when it has none. */
export function failure(start: (callback: (error: unknown, value?: unknown) => void) => void): Promise<unknown> {
  return new Promise((resolve, reject) =>
    start((error, given) => (error ? resolve(error) : reject(new Error(`it gave ${String(given)}`)))),
  )
}

/** The arguments of the next such event. `once` of node:events would listen to `error`, and fail with it. */
export function next(emitter: EventEmitter, event: string): Promise<unknown[]> {
  return new Promise((resolve) => emitter.once(event, (...args) => resolve(args)))
}

/** Everything that an emitter emits of these events, as `name` or `[name, ...args]`. */
export function recorded(emitter: EventEmitter, ...events: readonly string[]): unknown[] {
  const log: unknown[] = []
  for (const event of events) emitter.on(event, (...args) => log.push(args.length === 0 ? event : [event, ...args]))
  return log
}
