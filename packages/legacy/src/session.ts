/** The operations, each with a callback: what a hook or a transaction is given, and what `TCP` is made of. */
import { type Inspected, inspection, type Plan, paradigm, shownAs, type Way } from '@sockio/core'
import {
  type BytesOptions,
  type Call,
  type CallOptions,
  checkPoll,
  type Data,
  type DecodeOptions,
  type Framing,
  type Operations,
  type ReadOptions,
  type TextOptions,
} from '@sockio/node'
import { type AnyCallback, type Callback, callbackOf, given, lastOf } from './callback.ts'
import type { Calls } from './calls.ts'
import { Emitter } from './emitter.ts'
import type { SocketEvents } from './events.ts'
import type { InCallbacks, Polled } from './in-callbacks.ts'
import { Readings } from './readings.ts'

type Bytes = Callback<Buffer>
type Text = Callback<string>
/** Where the options may have an encoding. */
type Either = Callback<Buffer | string>

/**
 * The operations of one instrument. Each takes its callback last, and options, if any, before it. Times in
 * milliseconds; replies are Buffers with their end of line, or text without it where an `encoding` is given. The error
 * of a callback is a `SockioError`. A bad argument is thrown at once, as the TypeError or RangeError that names it.
 *
 * It is an EventEmitter because `TCP`, which extends it, is one; a session itself emits nothing.
 */
export class Session extends Emitter<SocketEvents> {
  readonly #calls: Calls
  readonly #operations: Operations

  /** @internal */
  constructor(calls: Calls, operations: Operations, listenersChanged: () => void = () => {}) {
    super(listenersChanged)
    this.#calls = calls
    this.#operations = operations
  }

  /** @internal What its polls share with it. */
  static calls(session: Session): Calls {
    return session.#calls
  }

  /** @internal How the drivers of `@sockio/instrument` run on it. */
  get [paradigm](): Way<InCallbacks> {
    const method =
      <A extends readonly unknown[], T>(_name: string, plan: (...args: A) => Plan<T>) =>
      (...args: readonly unknown[]): void => {
        const { callback, before } = lastOf(args)
        this.#run(this.#operations.plan(plan(...(before as unknown as A))), callback)
      }
    const streams = <T>(get: (callback: Callback<T, unknown>) => void): Polled<T> => ({
      poll: (period) => {
        checkPoll(get, period)
        return new Readings(this.#calls, (callback) => get(callback), period, undefined)
      },
    })
    return { method, streams } as Way<InCallbacks>
  }

  /** @internal What is printed of it. */
  [inspection](...how: Inspected): string {
    const name = this.constructor === Session ? 'Session' : this.constructor.name // a bundler may call it something else
    return shownAs(name, this.#calls.connection.shown, how)
  }

  #run<T>(call: Call<T>, callback: AnyCallback | undefined): void {
    this.#calls.start(call, callback, this.#calls.connection.callers.of(this.#run))
  }

  /** Reads what is there, at least one byte and at most `n`. */
  read(callback?: Bytes): void
  read(n: number | undefined, callback?: Bytes): void
  read(n: number | undefined, options: BytesOptions | undefined, callback?: Bytes): void
  read(n: number | undefined, options: TextOptions, callback?: Text): void
  read(n: number | undefined, options: CallOptions | undefined, callback?: Either): void
  read(n?: number | AnyCallback, options?: CallOptions | AnyCallback, callback?: AnyCallback): void {
    this.#run(this.#operations.read(given(n), given(options)), callbackOf(n, callbackOf(options, callback)))
  }

  /** Reads one line. */
  readLine(callback?: Bytes): void
  /** Reads one line, and gives the value that `as` makes of it. */
  readLine<T>(options: DecodeOptions<T>, callback?: Callback<T>): void
  readLine(options: BytesOptions | undefined, callback?: Bytes): void
  readLine(options: TextOptions, callback?: Text): void
  readLine(options: CallOptions | undefined, callback?: Either): void
  readLine(options?: ReadOptions | AnyCallback, callback?: AnyCallback): void {
    this.#run(this.#operations.readLine(given(options)), callbackOf(options, callback))
  }

  /** Reads `n` lines. */
  readLines(n: number, callback?: Callback<Buffer[]>): void
  readLines(n: number, options: BytesOptions | undefined, callback?: Callback<Buffer[]>): void
  readLines(n: number, options: TextOptions, callback?: Callback<string[]>): void
  readLines(n: number, options: CallOptions | undefined, callback?: Callback<(Buffer | string)[]>): void
  readLines(n: number, options?: CallOptions | AnyCallback, callback?: AnyCallback): void {
    this.#run(this.#operations.readLines(n, given(options)), callbackOf(options, callback))
  }

  /** Reads `n` bytes, neither more nor less. */
  readExactly(n: number, callback?: Bytes): void
  readExactly(n: number, options: BytesOptions | undefined, callback?: Bytes): void
  readExactly(n: number, options: TextOptions, callback?: Text): void
  readExactly(n: number, options: CallOptions | undefined, callback?: Either): void
  readExactly(n: number, options?: CallOptions | AnyCallback, callback?: AnyCallback): void {
    this.#run(this.#operations.readExactly(n, given(options)), callbackOf(options, callback))
  }

  /** Reads up to `separator`, and with it. */
  readUntil(separator: Data, callback?: Bytes): void
  readUntil(separator: Data, options: BytesOptions | undefined, callback?: Bytes): void
  readUntil(separator: Data, options: TextOptions, callback?: Text): void
  readUntil(separator: Data, options: CallOptions | undefined, callback?: Either): void
  readUntil(separator: Data, options?: CallOptions | AnyCallback, callback?: AnyCallback): void {
    this.#run(this.#operations.readUntil(separator, given(options)), callbackOf(options, callback))
  }

  /** Reads an IEEE 488.2 block and gives its payload. */
  readBlock(callback?: Bytes): void
  /** Reads an IEEE 488.2 block, and gives the value that `as` makes of its payload. */
  readBlock<T>(options: DecodeOptions<T>, callback?: Callback<T>): void
  readBlock(options: BytesOptions | undefined, callback?: Bytes): void
  readBlock(options: TextOptions, callback?: Text): void
  readBlock(options: CallOptions | undefined, callback?: Either): void
  readBlock(options?: ReadOptions | AnyCallback, callback?: AnyCallback): void {
    this.#run(this.#operations.readBlock(given(options)), callbackOf(options, callback))
  }

  /**
   * Writes; done when the bytes are with the kernel. After a while without a byte from the peer, which may have closed
   * since, the socket is read before it is done.
   */
  write(data: Data, callback?: Callback<void>): void
  write(data: Data, options: CallOptions | undefined, callback?: Callback<void>): void
  write(data: Data, options?: CallOptions | AnyCallback, callback?: AnyCallback): void {
    this.#run(this.#operations.write(data, given(options)), callbackOf(options, callback))
  }

  /** Writes all of them in one piece; nothing is added between. */
  writeLines(lines: readonly Data[], callback?: Callback<void>): void
  writeLines(lines: readonly Data[], options: CallOptions | undefined, callback?: Callback<void>): void
  writeLines(lines: readonly Data[], options?: CallOptions | AnyCallback, callback?: AnyCallback): void {
    this.#run(this.#operations.writeLines(lines, given(options)), callbackOf(options, callback))
  }

  /** Writes, and reads what comes: at least one byte and at most `n`. */
  writeRead(data: Data, callback?: Bytes): void
  writeRead(data: Data, n: number | undefined, callback?: Bytes): void
  writeRead(data: Data, n: number | undefined, options: BytesOptions | undefined, callback?: Bytes): void
  writeRead(data: Data, n: number | undefined, options: TextOptions, callback?: Text): void
  writeRead(data: Data, n: number | undefined, options: CallOptions | undefined, callback?: Either): void
  writeRead(data: Data, n?: number | AnyCallback, options?: CallOptions | AnyCallback, callback?: AnyCallback): void {
    const call = this.#operations.writeRead(data, given(n), given(options))
    this.#run(call, callbackOf(n, callbackOf(options, callback)))
  }

  /** Writes a request, and reads its reply of one line. */
  writeReadLine(data: Data, callback?: Bytes): void
  /** Writes a request, and gives the value that `as` makes of its reply of one line. */
  writeReadLine<T>(data: Data, options: DecodeOptions<T>, callback?: Callback<T>): void
  writeReadLine(data: Data, options: BytesOptions | undefined, callback?: Bytes): void
  writeReadLine(data: Data, options: TextOptions, callback?: Text): void
  writeReadLine(data: Data, options: CallOptions | undefined, callback?: Either): void
  writeReadLine(data: Data, options?: ReadOptions | AnyCallback, callback?: AnyCallback): void {
    this.#run(this.#operations.writeReadLine(data, given(options)), callbackOf(options, callback))
  }

  /** Writes a request, and reads its reply of `n` lines. */
  writeReadLines(data: Data, n: number, callback?: Callback<Buffer[]>): void
  writeReadLines(data: Data, n: number, options: BytesOptions | undefined, callback?: Callback<Buffer[]>): void
  writeReadLines(data: Data, n: number, options: TextOptions, callback?: Callback<string[]>): void
  writeReadLines(
    data: Data,
    n: number,
    options: CallOptions | undefined,
    callback?: Callback<(Buffer | string)[]>,
  ): void
  writeReadLines(data: Data, n: number, options?: CallOptions | AnyCallback, callback?: AnyCallback): void {
    this.#run(this.#operations.writeReadLines(data, n, given(options)), callbackOf(options, callback))
  }

  /** Writes several requests in one piece, and reads `n` lines, by default one for each. */
  writeLinesReadLines(lines: readonly Data[], callback?: Callback<Buffer[]>): void
  writeLinesReadLines(lines: readonly Data[], n: number | undefined, callback?: Callback<Buffer[]>): void
  writeLinesReadLines(
    lines: readonly Data[],
    n: number | undefined,
    options: BytesOptions | undefined,
    callback?: Callback<Buffer[]>,
  ): void
  writeLinesReadLines(
    lines: readonly Data[],
    n: number | undefined,
    options: TextOptions,
    callback?: Callback<string[]>,
  ): void
  writeLinesReadLines(
    lines: readonly Data[],
    n: number | undefined,
    options: CallOptions | undefined,
    callback?: Callback<(Buffer | string)[]>,
  ): void
  writeLinesReadLines(
    lines: readonly Data[],
    n?: number | AnyCallback,
    options?: CallOptions | AnyCallback,
    callback?: AnyCallback,
  ): void {
    const call = this.#operations.writeLinesReadLines(lines, given(n), given(options))
    this.#run(call, callbackOf(n, callbackOf(options, callback)))
  }

  /** Writes a request, and gives the payload of the IEEE 488.2 block that answers it. */
  writeReadBlock(data: Data, callback?: Bytes): void
  /** Writes a request, and gives the value that `as` makes of the payload of the IEEE 488.2 block that answers it. */
  writeReadBlock<T>(data: Data, options: DecodeOptions<T>, callback?: Callback<T>): void
  writeReadBlock(data: Data, options: BytesOptions | undefined, callback?: Bytes): void
  writeReadBlock(data: Data, options: TextOptions, callback?: Text): void
  writeReadBlock(data: Data, options: CallOptions | undefined, callback?: Either): void
  writeReadBlock(data: Data, options?: ReadOptions | AnyCallback, callback?: AnyCallback): void {
    this.#run(this.#operations.writeReadBlock(data, given(options)), callbackOf(options, callback))
  }

  /**
   * Writes `data`, unless it is undefined, and gives one frame of this framing: `{ until: ';' }`, `{ exactly: 12 }`, or one
   * of your own, an object whose `end` says where a frame ends. Text (`encoding`) is the whole frame, but for the end of a
   * `{ line: true }`.
   *
   * @example
   * sock.exchange('DUMP?\n', { until: '<END>' }, function (err, reply) {
   *   if (err) return console.error(err.message)
   *   console.log(reply.length)
   * })
   */
  exchange(data: Data | undefined, framing: Framing, callback?: Bytes): void
  /** Writes `data`, unless it is undefined, and gives the value that `as` makes of one frame of this framing. */
  exchange<T>(data: Data | undefined, framing: Framing, options: DecodeOptions<T>, callback?: Callback<T>): void
  exchange(data: Data | undefined, framing: Framing, options: BytesOptions | undefined, callback?: Bytes): void
  exchange(data: Data | undefined, framing: Framing, options: TextOptions, callback?: Text): void
  exchange(data: Data | undefined, framing: Framing, options: CallOptions | undefined, callback?: Either): void
  exchange(
    data: Data | undefined,
    framing: Framing,
    options?: ReadOptions | AnyCallback,
    callback?: AnyCallback,
  ): void {
    this.#run(this.#operations.exchange(data, framing, given(options)), callbackOf(options, callback))
  }

  /**
   * Asks: appends the end of line when it is missing, and gives the reply of one line as text without its own.
   *
   * @example
   * sock.query('*IDN?', { timeout: 500 }, function (err, reply) {
   *   if (err) return console.error(err.message)
   *   console.log(reply)
   * })
   */
  query(text: string, callback?: Text): void
  /**
   * Asks: appends the end of line when it is missing, and gives the value that `as` makes of the reply: of one line, unless
   * its decoder says where the reply ends. A reply without a value is a `DecodeError`.
   *
   * @example
   * sock.query('MEAS:VOLT?', { as: number() }, function (err, volts) {
   *   console.log(err ? err.message : volts + 1)
   * })
   */
  query<T>(text: string, options: DecodeOptions<T>, callback?: Callback<T>): void
  query(text: string, options: CallOptions | undefined, callback?: Text): void
  query(text: string, options?: ReadOptions | AnyCallback, callback?: AnyCallback): void {
    this.#run(this.#operations.query(text, given(options)), callbackOf(options, callback))
  }

  /**
   * Tells: appends the end of line (`writeEol`) when it is missing, and writes; nothing comes back. With `query`, SCPI's
   * own two words. Done as `write` is.
   *
   * @throws {TypeError} when there is an end of line before the end of the text
   * @example
   * sock.command('VOLT 5', function (err) {
   *   if (err) console.error(err.message)
   * })
   */
  command(text: string, callback?: Callback<void>): void
  command(text: string, options: CallOptions | undefined, callback?: Callback<void>): void
  command(text: string, options?: CallOptions | AnyCallback, callback?: AnyCallback): void {
    this.#run(this.#operations.command(text, given(options)), callbackOf(options, callback))
  }
}
