/** A future: the answer to a call, to come; blocked for, asked after, awaited or cancelled. */
import { type Address, formatAddress, type Inspected, inspection, show, shownAs, TimeoutError } from '@sockio/core'
import { failed, timers } from '@sockio/node'
import { showCaller } from './show-caller.ts'

/** A future, for who waits for it. */
export interface Pending {
  readonly pending: boolean
  fail(error: unknown, made: boolean): void
}

/** How a future gets at its answer. */
export interface Answering {
  readonly address: Address
  /** Blocks until the answer is there, or the time has come. */
  wait(future: Pending, until: number): void
  /** Takes in what is there. */
  look(): void
  /** Ends the call for its caller. */
  abort(): void
  /** The event loop waits for the answer. */
  hold(holder: Pending): void
  release(holder: Pending): void
  /** Runs what blocks, see `Bridge.blocking`. */
  blocking<T>(run: () => T): T
}

interface Failure {
  readonly kind: 'error'
  readonly error: unknown
  /** It is of this library, and of nobody else. */
  readonly made: boolean
}

type State<T> = { readonly kind: 'pending' } | { readonly kind: 'value'; readonly value: T } | Failure

/**
 * What a call gives with `resolveFutures: false`. A promise may be had of it (`await future`), but need not: a future
 * that failed and that nobody looks at is no unhandled rejection.
 *
 * @example
 * const volts = meter.query('MEAS:VOLT?')
 * const amperes = source.query('MEAS:CURR?')
 * console.log(volts.result(), amperes.result())
 */
export class Future<T> implements PromiseLike<T>, Pending {
  readonly #answering: Answering
  #state: State<T> = { kind: 'pending' }
  #promise: PromiseWithResolvers<T> | undefined
  #listener: (() => void) | undefined
  /** All that wait for it have heard of its end. */
  #told = false

  /** @internal */
  constructor(answering: Answering) {
    this.#answering = answering
  }

  /** @internal What is printed of it. */
  [inspection](...how: Inspected): string {
    return shownAs('Future', { address: formatAddress(this.#answering.address), ...this.#shown() }, how)
  }

  #shown(): object {
    const state = this.done ? this.#state : { kind: 'pending' }
    if ('value' in state) return { state: 'done', value: state.value }
    return 'error' in state ? { state: 'failed', error: state.error } : { state: 'pending' }
  }

  /** It has its value, or has failed. */
  get done(): boolean {
    if (this.#state.kind === 'pending') this.#answering.look()
    return this.#state.kind !== 'pending'
  }

  /**
   * Blocks until the value is there, and gives it.
   *
   * @param timeout in ms: how long to wait. The call goes on when that is over, and `result()` may be called again.
   * @throws what the call failed with; a `TimeoutError` when `timeout` is over
   */
  result(timeout = Number.POSITIVE_INFINITY): T {
    if (typeof timeout !== 'number') throw new TypeError(`timeout: expected a number of ms, got ${show(timeout)}`)
    if (!(timeout >= 0)) throw new RangeError(`timeout: expected a number of ms of at least 0, got ${timeout}`)
    return this.#answering.blocking(() => this.waitFor(timeout, this.result))
  }

  /** @internal As `result`, with a stack that begins above `entry`. */
  waitFor(timeout: number, entry: (...args: never[]) => unknown): T {
    if (this.pending) this.#answering.wait(this, timers.now() + timeout)
    const state = this.#state
    if (state.kind === 'value') return state.value
    if (state.kind === 'error') {
      // Who reads the stack wants to see who called, and not how the answer came.
      if (state.made && state.error instanceof Error) showCaller(state.error, entry)
      throw state.error
    }
    const { address } = this.#answering
    const message = `no result from ${formatAddress(address)} after ${timeout} ms; the call goes on: wait again, or cancel() it`
    throw new TimeoutError(message, { address, phase: 'queued', sent: 'maybe' })
  }

  /** Ends the call, by the rules of an aborted signal, with an `AbortError`; false when it is done already. */
  cancel(): boolean {
    if (this.done) return false
    this.#answering.abort()
    return true
  }

  /** So that a future can be awaited. */
  // biome-ignore lint/suspicious/noThenProperty: being awaited is what it is for
  then<A = T, B = never>(
    onValue?: ((value: T) => A | PromiseLike<A>) | null,
    onError?: ((error: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.#asPromise().then(onValue, onError)
  }

  #asPromise(): Promise<T> {
    if (this.#promise === undefined) {
      const made = Promise.withResolvers<T>()
      this.#promise = made
      const state = this.#state
      if (state.kind === 'value') made.resolve(state.value)
      else if (state.kind === 'error') this.#reject(state)
      else this.#answering.hold(this)
    }
    return this.#promise.promise
  }

  /** @internal */
  get pending(): boolean {
    return this.#state.kind === 'pending'
  }

  /** @internal */
  settle(value: T): void {
    this.#end({ kind: 'value', value })
  }

  /** @internal */
  fail(error: unknown, made = false): void {
    this.#end({ kind: 'error', error, made })
  }

  /** May be cut short, and is called again then; each of its steps may be done twice. */
  #end(end: { readonly kind: 'value'; readonly value: T } | Failure): void {
    if (this.#told) return
    if (this.#state.kind === 'pending') this.#state = end
    const state = this.#state
    if (state.kind === 'value') this.#promise?.resolve(state.value)
    else if (state.kind === 'error') this.#reject(state)
    if (this.#promise !== undefined) this.#answering.release(this)
    this.#listener?.()
    this.#told = true
  }

  /** For who awaits: as in `result()`, an error of this library shows who called. */
  #reject({ error, made }: Failure): void {
    if (made && error instanceof Error) this.#promise?.resolve(failed(error))
    else this.#promise?.reject(error)
  }

  /** @internal */
  whenDone(listener: () => void): void {
    if (this.#state.kind === 'pending') this.#listener = listener
    else listener()
  }
}
