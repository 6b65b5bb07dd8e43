/** The operations, each as an effect: what a hook or a transaction is given, and what the service is made of. */
import {
  type Decoder,
  type Encoding,
  type Inspected,
  inspection,
  type Plan,
  paradigm,
  shownAs,
  type Way,
} from '@sockio/core'
import type * as node from '@sockio/node'
import type { Call, Data, Operations } from '@sockio/node'
import type { Effect } from 'effect'
import type { CallOptions, Framing, ReadOptions } from './call-options.ts'
import { inMs } from './durations.ts'
import type { FramingError, LimitOverrunError } from './errors.ts'
import type { Exchanges } from './exchanges.ts'
import type { Aborted, DriverError, SessionError, Undecoded } from './failures.ts'
import type { InEffects, PlanOptions, Polled } from './in-effects.ts'
import { ownMethods } from './own-methods.ts'
import type { AnySockioError } from './tagged.ts'
import { ticking } from './ticking.ts'

/** What a call with these options gives for each frame: text where it has an `encoding`. */
export type Reply<O> = O extends { readonly encoding: Encoding }
  ? string
  : 'encoding' extends keyof O
    ? O['encoding'] extends undefined
      ? Buffer
      : Buffer | string
    : Buffer

/** What a call with these options gives: the value of its decoder, or else `T`. */
export type Value<O, T = Reply<O>> = O extends { readonly as: Decoder<infer V> } ? V : T

/** Only text can be cut within a character. */
type CutText<O> = Reply<O> extends Buffer ? never : FramingError

/** No options. */
export type None = Readonly<Record<never, never>>

/**
 * The operations of one instrument. Times are durations, or numbers of ms; replies are Buffers with their end of line, or text without
 * it where an `encoding` is given. Nothing happens before an effect is run, and each run is an exchange of its own; a
 * bad argument is a defect, with the TypeError or RangeError that names it.
 *
 * `W` is what any call can end with, `R` what one that reads can.
 */
export class Session<W extends AnySockioError = SessionError, R extends AnySockioError = W> {
  readonly #exchanges: Exchanges
  readonly #operations: Operations
  /** How drivers of instruments run on it: see `@sockio/instrument`. */
  readonly [paradigm]: Way<InEffects<DriverError<R>>>

  /** @internal */
  constructor(exchanges: Exchanges, operations: Operations) {
    this.#exchanges = exchanges
    this.#operations = operations
    const method =
      <A extends readonly unknown[], T>(name: string, plan: (...args: A) => Plan<T>) =>
      (...args: A): Effect.Effect<T, AnySockioError> =>
        this.#run(`sockio.${name}`, () => {
          const made = plan(...args)
          return this.#operations.plan({
            ...made,
            options: inMs<node.PlanOptions>(made.options as PlanOptions | undefined),
          })
        })
    const streams = <T, E>(get: () => Effect.Effect<T, E>): Polled<T, E> => ({
      poll: (period) => ticking(get, get(), period, () => exchanges.connection.shown),
    })
    this[paradigm] = { method, streams } as Way<InEffects<DriverError<R>>>
    ownMethods(this)
  }

  /** @internal What is printed of it. */
  [inspection](...how: Inspected): string {
    const name = this.constructor === Session ? 'Session' : this.constructor.name // a bundler may call it something else
    return shownAs(name, this.#exchanges.connection.shown, how)
  }

  /** @internal What is shown of the instrument that this is a session of, if it is one. */
  static shown(tcp: unknown): object {
    return typeof tcp === 'object' && tcp !== null && #exchanges in tcp ? tcp.#exchanges.connection.shown : {}
  }

  #run<T>(name: string, make: () => Call<T>): Effect.Effect<T, AnySockioError> {
    return this.#exchanges.run(name, make, this.#exchanges.connection.callers.of(this.#run, 'last act'))
  }

  /** Reads what is there, at least one byte and at most `n`. */
  read<const O extends CallOptions = None>(n?: number, options?: O): Effect.Effect<Reply<O>, R | Aborted<O>>
  read(n?: number, options?: CallOptions): Effect.Effect<Buffer | string, AnySockioError> {
    return this.#run('sockio.read', () => this.#operations.read(n, inMs<node.CallOptions>(options)))
  }

  /** Reads one line. */
  readLine<const O extends ReadOptions = None>(
    options?: O,
  ): Effect.Effect<Value<O>, R | LimitOverrunError | Undecoded<O> | Aborted<O>>
  readLine(options?: ReadOptions): Effect.Effect<unknown, AnySockioError> {
    return this.#run('sockio.readLine', () => this.#operations.readLine(inMs<node.ReadOptions>(options)))
  }

  /** Reads `n` lines. */
  readLines<const O extends CallOptions = None>(
    n: number,
    options?: O,
  ): Effect.Effect<Reply<O>[], R | LimitOverrunError | Aborted<O>>
  readLines(n: number, options?: CallOptions): Effect.Effect<(Buffer | string)[], AnySockioError> {
    return this.#run('sockio.readLines', () => this.#operations.readLines(n, inMs<node.CallOptions>(options)))
  }

  /** Reads `n` bytes, neither more nor less; as text, they must not end within a character. */
  readExactly<const O extends CallOptions = None>(
    n: number,
    options?: O,
  ): Effect.Effect<Reply<O>, R | CutText<O> | Aborted<O>>
  readExactly(n: number, options?: CallOptions): Effect.Effect<Buffer | string, AnySockioError> {
    return this.#run('sockio.readExactly', () => this.#operations.readExactly(n, inMs<node.CallOptions>(options)))
  }

  /** Reads up to `separator`, and with it. */
  readUntil<const O extends CallOptions = None>(
    separator: Data,
    options?: O,
  ): Effect.Effect<Reply<O>, R | LimitOverrunError | Aborted<O>>
  readUntil(separator: Data, options?: CallOptions): Effect.Effect<Buffer | string, AnySockioError> {
    return this.#run('sockio.readUntil', () => this.#operations.readUntil(separator, inMs<node.CallOptions>(options)))
  }

  /** Reads an IEEE 488.2 block and gives its payload. */
  readBlock<const O extends ReadOptions = None>(
    options?: O,
  ): Effect.Effect<Value<O>, R | LimitOverrunError | FramingError | Undecoded<O> | Aborted<O>>
  readBlock(options?: ReadOptions): Effect.Effect<unknown, AnySockioError> {
    return this.#run('sockio.readBlock', () => this.#operations.readBlock(inMs<node.ReadOptions>(options)))
  }

  /**
   * Writes; done when the bytes are with the kernel. After a while without a byte from the peer, which may have closed
   * since, the socket is read before it is done.
   */
  write<const O extends CallOptions = None>(data: Data, options?: O): Effect.Effect<void, W | Aborted<O>>
  write(data: Data, options?: CallOptions): Effect.Effect<void, AnySockioError> {
    return this.#run('sockio.write', () => this.#operations.write(data, inMs<node.CallOptions>(options)))
  }

  /** Writes all of them in one piece; nothing is added between. */
  writeLines<const O extends CallOptions = None>(
    lines: readonly Data[],
    options?: O,
  ): Effect.Effect<void, W | Aborted<O>>
  writeLines(lines: readonly Data[], options?: CallOptions): Effect.Effect<void, AnySockioError> {
    return this.#run('sockio.writeLines', () => this.#operations.writeLines(lines, inMs<node.CallOptions>(options)))
  }

  /** Writes, and reads what comes: at least one byte and at most `n`. */
  writeRead<const O extends CallOptions = None>(
    data: Data,
    n?: number,
    options?: O,
  ): Effect.Effect<Reply<O>, R | Aborted<O>>
  writeRead(data: Data, n?: number, options?: CallOptions): Effect.Effect<Buffer | string, AnySockioError> {
    return this.#run('sockio.writeRead', () => this.#operations.writeRead(data, n, inMs<node.CallOptions>(options)))
  }

  /** Writes a request, and reads its reply of one line. */
  writeReadLine<const O extends ReadOptions = None>(
    data: Data,
    options?: O,
  ): Effect.Effect<Value<O>, R | LimitOverrunError | Undecoded<O> | Aborted<O>>
  writeReadLine(data: Data, options?: ReadOptions): Effect.Effect<unknown, AnySockioError> {
    return this.#run('sockio.writeReadLine', () =>
      this.#operations.writeReadLine(data, inMs<node.ReadOptions>(options)),
    )
  }

  /** Writes a request, and reads its reply of `n` lines. */
  writeReadLines<const O extends CallOptions = None>(
    data: Data,
    n: number,
    options?: O,
  ): Effect.Effect<Reply<O>[], R | LimitOverrunError | Aborted<O>>
  writeReadLines(data: Data, n: number, options?: CallOptions): Effect.Effect<(Buffer | string)[], AnySockioError> {
    return this.#run('sockio.writeReadLines', () =>
      this.#operations.writeReadLines(data, n, inMs<node.CallOptions>(options)),
    )
  }

  /** Writes several requests in one piece, and reads `n` lines, by default one for each. */
  writeLinesReadLines<const O extends CallOptions = None>(
    lines: readonly Data[],
    n?: number,
    options?: O,
  ): Effect.Effect<Reply<O>[], R | LimitOverrunError | Aborted<O>>
  writeLinesReadLines(
    lines: readonly Data[],
    n?: number,
    options?: CallOptions,
  ): Effect.Effect<(Buffer | string)[], AnySockioError> {
    return this.#run('sockio.writeLinesReadLines', () =>
      this.#operations.writeLinesReadLines(lines, n, inMs<node.CallOptions>(options)),
    )
  }

  /** Writes a request, and gives the payload of the IEEE 488.2 block that answers it. */
  writeReadBlock<const O extends ReadOptions = None>(
    data: Data,
    options?: O,
  ): Effect.Effect<Value<O>, R | LimitOverrunError | FramingError | Undecoded<O> | Aborted<O>>
  writeReadBlock(data: Data, options?: ReadOptions): Effect.Effect<unknown, AnySockioError> {
    return this.#run('sockio.writeReadBlock', () =>
      this.#operations.writeReadBlock(data, inMs<node.ReadOptions>(options)),
    )
  }

  /**
   * Writes `data`, unless it is undefined, and gives one frame of this framing: `{ until: ';' }`, `{ exactly: 12 }`, or one
   * of your own, an object whose `end` says where a frame ends. Text (`encoding`) is the whole frame, but for the end of a
   * `{ line: true }`.
   *
   * @example
   * const reply = yield* tcp.exchange('DUMP?\n', { until: '<END>' })
   */
  exchange<const O extends ReadOptions = None>(
    data: Data | undefined,
    framing: Framing,
    options?: O,
  ): Effect.Effect<Value<O>, R | LimitOverrunError | FramingError | Undecoded<O> | Aborted<O>>
  exchange(data: Data | undefined, framing: Framing, options?: ReadOptions): Effect.Effect<unknown, AnySockioError> {
    return this.#run('sockio.exchange', () =>
      this.#operations.exchange(data, inMs<node.Framing>(framing), inMs<node.ReadOptions>(options)),
    )
  }

  /**
   * Asks: appends the end of line when it is missing, and gives the reply of one line as text without its own.
   *
   * @example
   * const name = yield* tcp.query('*IDN?')
   */
  query<const O extends ReadOptions = None>(
    text: string,
    options?: O,
  ): Effect.Effect<Value<O, string>, R | LimitOverrunError | Undecoded<O> | Aborted<O>>
  query(text: string, options?: ReadOptions): Effect.Effect<unknown, AnySockioError> {
    return this.#run('sockio.query', () => this.#operations.query(text, inMs<node.ReadOptions>(options)))
  }

  /**
   * Tells: appends the end of line (`writeEol`) when it is missing, and writes; nothing comes back. With `query`, SCPI's
   * own two words. Done as `write` is. An end of line before the end of the text is a defect, a
   * TypeError.
   *
   * @example
   * yield* tcp.command('VOLT 5')
   */
  command<const O extends CallOptions = None>(text: string, options?: O): Effect.Effect<void, W | Aborted<O>>
  command(text: string, options?: CallOptions): Effect.Effect<void, AnySockioError> {
    return this.#run('sockio.command', () => this.#operations.command(text, inMs<node.CallOptions>(options)))
  }
}
