/** A connection to one instrument, in effects: what the service `Tcp` is. */
import { type Address, type Inspected, inspection, type State, show, shownAs } from '@sockio/core'
import type * as node from '@sockio/node'
import type { Operations, SocketOptions } from '@sockio/node'
import { Effect } from 'effect'
import type { CallOptions, TransactionOptions } from './call-options.ts'
import { inMs, type Timed } from './durations.ts'
import type { LimitOverrunError } from './errors.ts'
import type { Exchanges } from './exchanges.ts'
import type {
  Aborted,
  OpenError,
  Overflowed,
  ReadError,
  TransactionError,
  Undecodable,
  WriteError,
} from './failures.ts'
import { type ChunkOptions, type Lines, streamed, withoutChunks } from './lines.ts'
import { type None, type Reply, Session, type Value } from './session.ts'
import type { AnySockioError } from './tagged.ts'
import { transaction } from './transaction.ts'

/** Options of `lines()`. */
export interface LinesOptions extends Timed<node.LinesOptions>, ChunkOptions {}

/** Options of `lines()` that give values, one of each line. */
export interface DecodedLinesOptions<T> extends Timed<node.DecodedLinesOptions<T>>, ChunkOptions {}

/** Options of `blocks()`. */
export interface BlocksOptions extends Timed<node.BlocksOptions>, ChunkOptions {}

/** Talks to one instrument. Nothing is connected before the first call; a lost connection is made again by the next. */
export class Socket extends Session<WriteError, ReadError> {
  readonly #exchanges: Exchanges
  readonly #operations: Operations
  /** Where the instrument is. */
  readonly address: Address

  constructor(exchanges: Exchanges) {
    super(exchanges, exchanges.connection.operations)
    this.address = exchanges.connection.address
    this.#exchanges = exchanges
    this.#operations = exchanges.connection.operations
  }

  /** @internal What is printed of it. */
  override [inspection](...how: Inspected): string {
    return shownAs('Tcp', this.#exchanges.connection.shown, how)
  }

  readonly state: Effect.Effect<State> = Effect.sync(() => this.#exchanges.connection.state)

  /** Ready for calls at once. */
  readonly connected: Effect.Effect<boolean> = Effect.sync(() => this.#exchanges.connection.connected)

  /** The peer has closed, and all that it had sent is read. */
  readonly atEof: Effect.Effect<boolean> = Effect.sync(() => this.#exchanges.connection.atEof)

  /** Bytes received and not read. */
  readonly inWaiting: Effect.Effect<number> = Effect.sync(() => this.#exchanges.connection.inWaiting)

  /** Connections made so far. */
  readonly connectionCounter: Effect.Effect<number> = Effect.sync(() => this.#exchanges.connection.connectionCounter)

  /** What is in force on the open socket; undefined without one. */
  readonly socketOptions: Effect.Effect<SocketOptions | undefined> = Effect.sync(
    () => this.#exchanges.connection.socketOptions,
  )

  /** Connects, or joins an attempt under way. Not needed where `autoReconnect` is true, which it is by default. */
  open<const O extends CallOptions = None>(options?: O): Effect.Effect<void, OpenError | Aborted<O>>
  open(options?: CallOptions): Effect.Effect<void, AnySockioError> {
    return this.#exchanges.run(
      'sockio.open',
      () => this.#operations.open(inMs<node.CallOptions>(options)),
      this.#caller(),
    )
  }

  /** Closes; calls that wait fail with `ClosedError`. The next call opens again. The end of the scope is for good. */
  close(): Effect.Effect<void> {
    return Effect.callback((resume) => this.#exchanges.connection.close(() => resume(Effect.void)))
  }

  /** Everything that was received and not read, at once; perhaps nothing. */
  readBuffer(): Effect.Effect<Buffer> {
    return Effect.sync(() => this.#exchanges.connection.takeInput())
  }

  /** Forgets everything that was received and not read. */
  resetInputBuffer(): Effect.Effect<void> {
    return Effect.asVoid(this.readBuffer())
  }

  /**
   * The lines that come, without end; the end of the stream, also by interruption, leaves the rest to others.
   *
   * @example
   * tcp.lines({ encoding: 'utf8' }).pipe(Stream.map(Number), Stream.take(10), Stream.runCollect)
   */
  lines<const O extends LinesOptions | DecodedLinesOptions<unknown> = None>(
    options?: O,
  ): Lines<Value<O>, ReadError | LimitOverrunError | Undecodable<O> | Aborted<O> | Overflowed<O>>
  lines(options?: LinesOptions | DecodedLinesOptions<unknown>): Lines<unknown, AnySockioError> {
    return this.#streamed<unknown>(options, (feeds) => feeds.lines(inMs<node.LinesOptions>(withoutChunks(options))))
  }

  /** The blocks that come: of a fixed size in bytes, or up to a separator and with it. */
  blocks<const L extends number | string | Uint8Array, const O extends BlocksOptions = None>(
    limit: L,
    options?: O,
  ): Lines<Reply<O>, ReadError | (L extends number ? never : LimitOverrunError) | Aborted<O> | Overflowed<O>>
  blocks(limit: number | string | Uint8Array, options?: BlocksOptions): Lines<Buffer | string, AnySockioError> {
    return this.#streamed(options, (feeds) => feeds.blocks(limit, inMs<node.BlocksOptions>(withoutChunks(options))))
  }

  #caller(): node.Caller | undefined {
    return this.#exchanges.connection.callers.of(this.#caller) ?? undefined // no tail call, which would take it off Bun's stack
  }

  #streamed<A>(
    options: ChunkOptions | undefined,
    make: (feeds: node.Connection['feeds']) => node.Feed<A>,
  ): Lines<A, AnySockioError> {
    const { connection } = this.#exchanges
    const caller = connection.callers.of(this.#streamed, 'last act')
    return streamed({ connection, caller, make: () => make(connection.feeds) }, options)
  }

  /**
   * Runs `fn` with the instrument for itself: nothing else is written or read until its effect is done. Use the session
   * that it is given; a call of the service itself in there would wait for the end of the transaction.
   *
   * @example
   * const volts = yield* tcp.transaction(Effect.fnUntraced(function* (session) {
   *   yield* session.write('CONF:VOLT\n')
   *   return Number(yield* session.query('READ?'))
   * }))
   */
  transaction<A, E, R, const O extends TransactionOptions = None>(
    fn: (session: Session) => Effect.Effect<A, E, R>,
    options?: O,
  ): Effect.Effect<A, E | TransactionError | Aborted<O>, R>
  transaction<A, E, R>(
    fn: (session: Session) => Effect.Effect<A, E, R>,
    options?: TransactionOptions,
  ): Effect.Effect<A, E | AnySockioError, R> {
    const exchanges = this.#exchanges
    const caller = this.#caller()
    return Effect.suspend(() => {
      if (typeof fn !== 'function') throw new TypeError(`fn: expected a function, got ${show(fn)}`)
      const run = (operations: Operations) => fn(new Session(exchanges, operations))
      return transaction({ connection: exchanges.connection, caller }, run, inMs<node.TransactionOptions>(options))
    }).pipe(Effect.withSpan('sockio.transaction', undefined, { captureStackTrace: false }))
  }
}
