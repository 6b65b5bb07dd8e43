/** What a socket, its sessions and its streams share: their connection, and the rules of callbacks. */
import { AbortError, type AnySockioError } from '@sockio/core'
import { type Call, type Caller, type Connection, calledBy, type Listener, timers } from '@sockio/node'
import type { AnyCallback, Callback } from './callback.ts'

/** What a callback throws is for `uncaughtException`: out of the turn, whose other callbacks still run. */
export function uncaught(thrown: unknown): void {
  timers.nextTick(() => {
    throw thrown
  })
}

/** Who is told how one call ends. An object with methods: the functions would be three for each call. */
class Told<T> implements Listener<T> {
  readonly #calls: Calls
  readonly #callback: AnyCallback | undefined
  readonly #caller: Caller | undefined

  constructor(calls: Calls, callback: AnyCallback | undefined, caller: Caller | undefined) {
    this.#calls = calls
    this.#callback = callback
    this.#caller = caller
  }

  onValue(value: T): void {
    this.#calls.succeeded(this.#callback, value)
  }

  onError(error: AnySockioError): void {
    this.#calls.failed(this.#callback, calledBy(error, this.#caller))
  }

  onThrown(thrown: unknown): void {
    this.#calls.failed(this.#callback, thrown)
  }
}

/**
 * A callback never runs within a call of its user. A reply comes in a turn of the socket and is told there and then,
 * which costs nothing; what becomes due while the user is in a call is told when that has returned.
 */
export class Calls {
  readonly connection: Connection
  /** Told of errors that no callback is there for. */
  readonly unheard: (error: unknown) => void
  #within = false

  constructor(connection: Connection, unheard: (error: unknown) => void) {
    this.connection = connection
    this.unheard = unheard
  }

  /** Is the user in a call of ours? */
  get within(): boolean {
    return this.#within
  }

  /** Runs what the user has called. */
  enter<T>(run: () => T): T {
    const outer = this.#within
    this.#within = true
    try {
      return run()
    } finally {
      this.#within = outer
    }
  }

  /** Starts a call; its callback, if there is one, is called once. */
  start<T>(call: Call<T>, callback: AnyCallback | undefined, caller: Caller | undefined): void {
    const outer = this.#within // as `enter`, without its closure: this is the hot path
    this.#within = true
    try {
      this.connection.start(call, new Told(this, callback, caller))
    } finally {
      this.#within = outer
    }
  }

  /** Tells a callback of its value; that it is one for such a value is said by the overloads of what takes it. */
  succeeded(callback: AnyCallback | undefined, value: unknown): void {
    if (callback === undefined) return
    if (this.#within) {
      timers.nextTick(callback, null, value)
      return
    }
    try {
      ;(callback as Callback<unknown>)(null, value)
    } catch (thrown) {
      uncaught(thrown)
    }
  }

  /** Tells a callback of its error; without one, the listeners of `error`. */
  failed(callback: AnyCallback | undefined, error: unknown): void {
    this.tellOf(error, () => {
      if (callback === undefined) this.unheard(error)
      else Reflect.apply(callback, undefined, [error])
    })
  }

  /** Runs what tells the user of an error. */
  tellOf(error: unknown, run: () => void): void {
    if (error instanceof AbortError)
      timers.nextTick(run) // they are in the `abort()` of their signal
    else this.tell(run)
  }

  /** Runs something of the user's: now, or when the call that the user is in has returned. */
  tell(run: () => void): void {
    if (this.#within) timers.nextTick(run)
    else {
      try {
        run()
      } catch (thrown) {
        uncaught(thrown)
      }
    }
  }
}
