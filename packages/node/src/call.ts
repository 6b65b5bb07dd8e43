/** A call: an exchange with a caller, who is told of its end exactly once. */
import type { AsyncResource } from 'node:async_hooks'
import { type AnySockioError, Exchange, type ExchangeOptions } from '@sockio/core'
import { type ExchangeTrace, traceEnd } from './diagnostics.ts'

/** Turns the replies of an exchange into what its caller gets. */
export type Decode<T> = (exchange: Exchange) => T

/** Something to be told to a user, once the machine's turn is over. */
export interface Delivery {
  deliver(): void
}

/** Made by `Operations`, started by `Connection.start`; exactly one of `onValue` and `onError` is called, once. */
export class Call<T> extends Exchange implements Delivery {
  readonly decode: Decode<T>
  readonly signal: AbortSignal | undefined
  onValue: ((value: T) => void) | undefined = undefined
  onError: ((error: AnySockioError) => void) | undefined = undefined
  error: AnySockioError | undefined = undefined
  /** What its caller is in: the stores of `AsyncLocalStorage` in which it is told. */
  context: AsyncResource | undefined = undefined
  /** There when somebody follows the tracing channel. */
  trace: ExchangeTrace | undefined = undefined

  constructor(options: ExchangeOptions, decode: Decode<T>, signal?: AbortSignal) {
    super(options)
    this.decode = decode
    this.signal = signal
  }

  deliver(): void {
    if (this.context === undefined) this.#end()
    else this.context.runInAsyncScope(this.#end, this)
  }

  #end(): void {
    const { trace } = this
    if (trace === undefined) this.#tell()
    else {
      if (this.error !== undefined) trace.error = this.error
      traceEnd(trace, () => this.#tell())
    }
  }

  #tell(): void {
    if (this.error === undefined) this.onValue?.(this.decode(this))
    else this.onError?.(this.error)
  }
}

/** The call of `open()`, which asks for a connection and for nothing else. */
export class Opening extends Call<void> {}
