/** Node-style callbacks, and the arguments in front of them that may be left out. */
import { type AnySockioError, show } from '@sockio/core'
import type { CallOptions } from '@sockio/node'

/**
 * Called once, and never before the call that it was given to has returned: with `null` and the value, or with the
 * error alone. As in Node's own types, `value` is to be used where `error` is null.
 */
export type Callback<T, E = AnySockioError> = (error: E | null, value: T) => void

/** A callback for whichever value: what stands in the implementations of overloads. */
export type AnyCallback = Callback<never, never>

/** An argument in whose place the callback may stand. */
export function given<A extends CallOptions>(argument: A | AnyCallback | undefined): A | undefined
export function given(argument: number | AnyCallback | undefined): number | undefined
export function given<A>(argument: A | AnyCallback): A | undefined {
  return typeof argument === 'function' ? undefined : argument
}

/**
 * The callback of a call: the last argument, or the one before it.
 *
 * @throws {TypeError} when it is none
 */
export function callbackOf(
  before: number | CallOptions | AnyCallback | undefined,
  last: AnyCallback | undefined,
): AnyCallback | undefined {
  const callback = typeof before === 'function' && last === undefined ? before : last
  if (callback === undefined || typeof callback === 'function') return callback
  throw new TypeError(`callback: expected a function, as the last argument, got ${show(callback)}`)
}

/** The callback of a method of a driver, which is the last of its arguments, wherever that is; and what stands before it. */
export function lastOf(args: readonly unknown[]): {
  readonly callback: AnyCallback | undefined
  readonly before: readonly unknown[]
} {
  const last = args.at(-1)
  return typeof last === 'function'
    ? { callback: last as AnyCallback, before: args.slice(0, -1) }
    : { callback: undefined, before: args }
}
