/** A transaction: a session that is queued like a call, and runs a function once it is granted. */
import { AsyncResource } from 'node:async_hooks'
import { type AnySockioError, Session } from '@sockio/core'
import type { Operations } from './operations.ts'

/** Limits of a transaction. Times in milliseconds. */
export interface TransactionOptions {
  /** Limit of the whole transaction. Default none; the connection's `timeout` bounds the wait for its turn. */
  readonly timeout?: number | undefined
  /** Ends it with an `AbortError`. */
  readonly signal?: AbortSignal | undefined
}

/** What runs in a transaction, and who is told how it ended: one of the three, once. */
export interface Work<T> {
  /** Calls one of the others when it is done with the instrument. */
  readonly run: (operations: Operations, done: (value: T) => void, failed: (error: unknown) => void) => void
  readonly onValue: (value: T) => void
  /** Is told what `run` threw. */
  readonly onError: (error: unknown) => void
  /** Is told why it was ended otherwise, before `run` or in the middle of it, whose result then goes nowhere. */
  readonly onRefused: (error: AnySockioError) => void
}

export class Transaction<T = unknown> extends Session {
  readonly signal: AbortSignal | undefined
  readonly #work: Work<T>
  readonly #onTold: () => void
  /** Its function runs, and its caller is told, in the context that it was made in; undefined: wherever. */
  readonly #context: AsyncResource | undefined
  #told = false

  /**
   * `patience` limits the wait for its turn, in ms; `onTold` is called before its caller is told of its end. `contextless`:
   * nothing of its caller's runs in it, who is told by a promise.
   */
  constructor(
    work: Work<T>,
    patience: number | undefined,
    options: TransactionOptions | undefined,
    onTold: () => void,
    contextless = false,
  ) {
    super('transaction', options?.timeout, patience)
    this.signal = options?.signal
    this.#work = work
    this.#onTold = onTold
    this.#context = contextless ? undefined : new AsyncResource('SOCKIO')
  }

  /** Has its caller been told of its end? */
  get told(): boolean {
    return this.#told
  }

  /** It was granted; `end` is called when its function is done with the instrument, with what tells its caller once it is over. */
  run(operations: Operations, end: (tell: () => void) => void): void {
    const { run, onValue, onError } = this.#work
    const done = (value: T) => end(() => this.#tell(() => onValue(value)))
    const failed = (error: unknown) => end(() => this.#tell(() => onError(error)))
    if (this.#context === undefined) run(operations, done, failed)
    else this.#context.runInAsyncScope(run, undefined, operations, done, failed)
  }

  /** It is not granted, or is not any more. */
  refuse(error: AnySockioError): void {
    this.#tell(() => this.#work.onRefused(error))
  }

  #tell(tell: () => void): void {
    if (this.#told) return
    this.#told = true
    this.#onTold()
    if (this.#context === undefined) tell()
    else this.#context.runInAsyncScope(tell)
  }
}
