/** A call: an exchange with a caller, who is told of its end exactly once. */
import type { AsyncResource } from 'node:async_hooks'
import { type AnySockioError, Exchange, type ExchangeOptions, type Settings, undecodable } from '@sockio/core'
import { type ExchangeTrace, traceEnd } from './diagnostics.ts'

const EMPTY = new Uint8Array(0)

/** Turns the replies of an exchange into what its caller gets. */
export type Decode<T> = (exchange: Exchange) => T

/** Something to be told to a user, once the machine's turn is over. */
export interface Delivery {
  deliver(): void
}

/** Who is told how a call has ended: by exactly one of these, once. */
export interface Listener<T> {
  onValue?: ((value: T) => void) | undefined
  onError?: ((error: AnySockioError) => void) | undefined
  /** Is told in place of `onError` what a procedure has thrown that is no error of ours. */
  onThrown?: ((thrown: unknown) => void) | undefined
}

/** Told of the end of a call that nobody is told of. */
const NOBODY: Listener<unknown> = {}

/** Made by `Operations`, started by `Connection.start`, whose listener is told of its end. */
export class Call<T> extends Exchange implements Delivery {
  readonly decode: Decode<T>
  readonly signal: AbortSignal | undefined
  /** Who is told of its end; `start` says who that is. */
  listener: Listener<T> = NOBODY
  error: AnySockioError | undefined = undefined
  /** What its caller is in: the stores of `AsyncLocalStorage` in which it is told. */
  context: AsyncResource | undefined = undefined
  /** Its caller gets a promise, or is a fiber: it is in its own context again where it goes on, and nothing is kept of it. */
  promised = false
  /** What decodes its replies may be a function of its caller's, whose context that is to see: it is kept for it. */
  ownDecoder = false
  /** A driver has asked, and waits for a reply. */
  ofDriver = false
  /** There when somebody follows the tracing channel. */
  trace: ExchangeTrace | undefined = undefined
  readonly #settings: Pick<Settings, 'address' | 'redact'>

  constructor(
    options: ExchangeOptions,
    decode: Decode<T>,
    signal: AbortSignal | undefined,
    settings: Pick<Settings, 'address' | 'redact'>,
  ) {
    super(options)
    this.decode = decode
    this.signal = signal
    this.#settings = settings
  }

  deliver(): void {
    if (this.context === undefined) this.#end()
    else this.context.runInAsyncScope(this.#end, this)
  }

  #end(): void {
    if (this.error !== undefined) {
      this.#fail(this.error)
      return
    }
    let value: T
    try {
      value = this.decode(this)
    } catch (thrown) {
      const reply = this.reply ?? this.replies?.[0] ?? EMPTY
      this.#fail(undecodable(this.#settings, this.request, reply, thrown))
      return
    }
    const { trace } = this
    if (trace === undefined) this.listener.onValue?.(value)
    else traceEnd(trace, () => this.listener.onValue?.(value))
  }

  #fail(error: AnySockioError): void {
    const { trace } = this
    if (trace === undefined) {
      this.listener.onError?.(error)
      return
    }
    trace.error = error
    traceEnd(trace, () => this.listener.onError?.(error))
  }
}

/** The call of `open()`, which asks for a connection and for nothing else. */
export class Opening extends Call<void> {}
