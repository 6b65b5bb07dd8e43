/** A connection to one instrument, with callbacks and events. */
import {
  type Address,
  type AnySockioError,
  ClosedError,
  ConnectionLostError,
  checkOptions,
  type State,
  show,
} from '@sockio/core'
import {
  type BlocksOptions,
  type ByteBlocksOptions,
  type ByteLinesOptions,
  type Caller,
  type CallOptions,
  Connection,
  type ConnectOptions,
  calledBy,
  type DecodedLinesOptions,
  endpoint,
  type LinesOptions,
  Reporter,
  type RunHook,
  type SocketOptions,
  type TextBlocksOptions,
  type TextLinesOptions,
  type TransactionOptions,
} from '@sockio/node'
import { type AnyCallback, type Callback, callbackOf, given } from './callback.ts'
import { Calls } from './calls.ts'
import { type Done, finished } from './done.ts'
import { emitTo } from './emitter.ts'
import { type Emit, withEvents } from './events.ts'
import { Flow, one } from './flow.ts'
import { Lines } from './lines.ts'
import { Session } from './session.ts'

/** Options of a connection; see each field for its meaning and default. */
export interface Options extends Omit<ConnectOptions<Session>, 'onConnectionMade'> {
  /**
   * Hook, waited for on every connection before it is ready: until it calls `done`; or, where it has but one parameter,
   * until what it returns is there, a promise or not.
   */
  readonly onConnectionMade?: ((session: Session, done: Done<unknown>) => unknown) | undefined
}

/** What a transaction runs: it calls `done`, or has but one parameter and returns its result or a promise of it. */
// biome-ignore lint/suspicious/noConfusingVoidType: a function that calls `done` returns nothing.
export type Work<T> = (session: Session, done: Done<T>) => T | PromiseLike<T> | void

/**
 * Talks to one instrument. Nothing is connected before the first call; a lost connection is made again by the next.
 *
 * Events: see `SocketEvents`. While `line` is listened to and there is a connection, a stream of its lines holds the
 * right to read: a request meanwhile fails with `StreamActiveError`. Listening does not connect. It is given up when the
 * last listener is removed; what was not used stays in the buffer. `lines()` gives streams of other kinds, and streams
 * that leave requests their replies.
 *
 * @example
 * var sock = new TCP('10.0.0.7', 5025, { timeout: 1000 })
 * sock.query('*IDN?', function (err, reply) {
 *   console.log(err ? err.message : reply)
 *   sock.close()
 * })
 */
export class TCP extends Session {
  readonly #connection: Connection
  readonly #calls: Calls
  readonly #lines: Flow<string, string>

  /**
   * Talks to one instrument. Nothing is connected before the first call; a lost connection is made again by the next.
   *
   * @param host name or IP address
   * @param port 1 to 65535
   * @throws {TypeError | RangeError} that names the wrong argument or option
   */
  constructor(host: string, port: number, options: Options = {}) {
    checkOptions(options)
    const { onConnectionMade, ...others } = options
    const heard = () => this.listenerCount('error') > 0
    const emit: Emit = (...event) => {
      calls.tell(() => (event[0] !== 'error' || heard()) && Reflect.apply(this.emit, this, event))
      if (event[0] === 'connect') calls.tell(() => this.#listen()) // what its listeners ask goes first
    }
    const unheard = (error: Error) => (heard() ? emit('error', error) : process.emitWarning(error))
    const hook: RunHook | undefined =
      onConnectionMade &&
      ((_connection, operations, done) => {
        const failed = (error: unknown) => done({ error })
        finished(calls, onConnectionMade, new Session(calls, operations), () => done(), failed)
      })
    const connection = new Connection(
      endpoint(host, port, Boolean(options.tls)),
      withEvents({ ...others, onError: options.onError ?? unheard }, emit),
      hook,
    )
    const reporter = new Reporter(unheard)
    const calls = new Calls(connection, (error) => reporter.report(error))
    super(calls, connection.operations, () => this.#listen())
    this.#connection = connection
    this.#calls = calls
    const lines = () => connection.feeds.lines({ encoding: options.encoding ?? 'utf8' })
    this.#lines = new Flow<string, string>(calls, lines, one, (error) => {
      if (error !== undefined && !goesWithClose(error)) calls.failed(undefined, error)
    })
  }

  get address(): Address {
    return this.#connection.address
  }

  get state(): State {
    return this.#connection.state
  }

  /** Ready for calls at once. */
  get connected(): boolean {
    return this.#connection.connected
  }

  /** The peer has closed, and all that it had sent is read. */
  get atEof(): boolean {
    return this.#connection.atEof
  }

  /** Bytes received and not read. */
  get inWaiting(): number {
    return this.#connection.inWaiting
  }

  /** Connections made so far. */
  get connectionCounter(): number {
    return this.#connection.connectionCounter
  }

  /** What is in force on the open socket; undefined without one. */
  get socketOptions(): SocketOptions | undefined {
    return this.#connection.socketOptions
  }

  /**
   * Connects, or joins an attempt under way. Not needed where `autoReconnect` is true, which it is by default. The
   * error is an `AlreadyOpenError` when it is open, and a `ConnectError`, `ConnectTimeoutError` or `InitError` when it
   * can't be opened.
   */
  open(callback?: Callback<void>): void
  open(options: CallOptions | undefined, callback?: Callback<void>): void
  open(options?: CallOptions | Callback<void>, callback?: Callback<void>): void {
    const call = this.#connection.operations.open(given(options))
    this.#calls.start(call, callbackOf(options, callback), this.#caller())
  }

  /** Closes; calls that wait end with `ClosedError`. The next call opens again. Never fails. */
  close(callback?: Callback<void>): void {
    this.#ended((done) => this.#connection.close(done), callback)
  }

  /** Closes for good. */
  destroy(callback?: Callback<void>): void {
    this.#ended((done) => this.#connection.dispose(done), callback)
  }

  /** Closes for good, as `destroy` does, for `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return new Promise((resolve) => this.#connection.dispose(resolve))
  }

  #ended(how: (done: () => void) => void, callback: Callback<void> | undefined): void {
    const last = callbackOf(undefined, callback)
    this.#calls.enter(() => how(() => this.#calls.succeeded(last, undefined)))
  }

  /** Everything that was received and not read, at once; perhaps nothing. */
  readBuffer(): Buffer {
    return this.#calls.enter(() => this.#connection.takeInput())
  }

  /** Forgets everything that was received and not read. */
  resetInputBuffer(): void {
    this.readBuffer()
  }

  /** The lines that come, without end, as the values that `as` makes of them; the first that has none ends the stream. */
  lines<T>(options: DecodedLinesOptions<T>): Lines<T>
  /**
   * The lines that come, as an emitter of `data`, without end.
   *
   * @example
   * sock.lines({ encoding: 'utf8', reconnect: true }).on('data', function (line) {
   *   console.log(Number(line))
   * })
   */
  lines(options?: ByteLinesOptions): Lines<Buffer>
  lines(options: TextLinesOptions): Lines<string>
  lines(options?: LinesOptions): Lines<Buffer | string>
  lines(options?: LinesOptions): Lines<unknown> {
    const { feeds } = this.#connection
    return new Lines<unknown>(this.#calls, () => feeds.lines(options))
  }

  /** The blocks that come: of a fixed size in bytes, or up to a separator and with it. */
  blocks(limit: number | string | Uint8Array, options?: ByteBlocksOptions): Lines<Buffer>
  blocks(limit: number | string | Uint8Array, options: TextBlocksOptions): Lines<string>
  blocks(limit: number | string | Uint8Array, options?: BlocksOptions): Lines<Buffer | string>
  blocks(limit: number | string | Uint8Array, options?: BlocksOptions): Lines<Buffer | string> {
    const { feeds } = this.#connection
    return new Lines(this.#calls, () => feeds.blocks(limit, options))
  }

  /** No `line` events until `resume()`. The stream keeps the right to read, and the instrument is held up. */
  pause(): this {
    this.#lines.pause()
    return this
  }

  resume(): this {
    this.#lines.resume()
    return this
  }

  /**
   * Runs `fn` with the instrument for itself: nothing else is written or read until it is done, which it says by
   * calling `done`; or, where it has but one parameter, by returning its result or a promise of it. Use the session that
   * it is given; a call of the socket itself in there would wait for the end of the transaction.
   *
   * @example
   * sock.transaction(function (session, done) {
   *   session.write('CONF:VOLT\n')
   *   session.query('READ?', done)
   * }, function (err, volts) {
   *   console.log(err ? err.message : Number(volts))
   * })
   */
  transaction<T>(fn: Work<T>, callback?: Callback<T, unknown>): void
  transaction<T>(fn: Work<T>, options: TransactionOptions | undefined, callback?: Callback<T, unknown>): void
  transaction(fn: Work<unknown>, options?: TransactionOptions | AnyCallback, callback?: AnyCallback): void {
    if (typeof fn !== 'function') throw new TypeError(`fn: expected a function, got ${show(fn)}`)
    const last = callbackOf(options, callback)
    const caller = this.#caller()
    const calls = this.#calls
    calls.enter(() =>
      this.#connection.hold(
        (operations, end) => {
          const value = (result: unknown) => end(() => calls.succeeded(last, result))
          const failed = (error: unknown) => {
            end(() => calls.failed(last, error || new Error(`the transaction failed with ${String(error)}`)))
          }
          finished(calls, fn, new Session(calls, operations), value, failed)
        },
        { limits: given(options) },
        (error) => calls.failed(last, calledBy(error, caller)),
      ),
    )
  }

  #caller(): Caller | undefined {
    return this.#connection.callers.of(this.#caller) ?? undefined // no tail call, which would take it off Bun's stack
  }

  #listen(): void {
    if (this.listenerCount('line') === 0) this.#lines.stop()
    else if (this.connected) this.#lines.start(emitTo(this, 'line'))
  }
}

/** The end of the connection is told by `close`; a stream adds to that only what it had of a line. */
function goesWithClose(error: AnySockioError): boolean {
  return error instanceof ClosedError || (error instanceof ConnectionLostError && !error.partial?.length)
}
