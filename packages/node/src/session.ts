/** The operations, once for every flavour whose calls differ in nothing but what they give. */
import {
  type Given,
  type Inspected,
  inspection,
  type Kind,
  type Plan,
  paradigm,
  type Streams,
  shownAs,
  type Way,
} from '@sockio/core'
import type { Call } from './call.ts'
import type { Connection } from './connection.ts'
import type { Data } from './data.ts'
import type { Framing } from './framing.ts'
import type { Operations } from './operations.ts'
import type { BytesOptions, CallOptions, DecodeOptions, ReadOptions, TextOptions } from './options.ts'

/** By a name of its own, so that editors show `Promise<Buffer>`, and not `Promise<Buffer<ArrayBufferLike>>`. */
type Buffer = globalThis.Buffer

/**
 * How a flavour runs a call. `make` checks the arguments, throws what is wrong with them, and makes the call, which
 * `connection.start` starts; where the flavour is lazy, each use makes one of its own.
 */
export type Run<K extends Kind> = <T>(connection: Connection, make: () => Call<T>) => Given<K, T>

/** What readings of drivers have besides their `get`: what makes streams of what that gives, and prints them as `shown`. */
export type Streaming<K extends Kind> = <T>(get: () => Given<K, T>, shown: () => object) => Streams<K, T>

/**
 * The operations of one instrument, in the way of a flavour: its kind says what they give, its `run` does it. Times in
 * milliseconds; replies are Buffers with their end of line, or text without it where an `encoding` is given. They fail
 * with a `SockioError`, or for a bad argument with the TypeError or RangeError that names it.
 */
export class Session<K extends Kind> {
  readonly #connection: Connection
  readonly #operations: Operations
  readonly #run: Run<K>
  readonly #streams: Streaming<K> | undefined

  /** Without `streams` the readings of drivers can't be polled. */
  constructor(connection: Connection, operations: Operations, run: Run<K>, streams?: Streaming<K>) {
    this.#connection = connection
    this.#operations = operations
    this.#run = run
    this.#streams = streams
  }

  /** @internal How the drivers of `@sockio/instrument` run on it. */
  get [paradigm](): Way<K> {
    const method =
      <A extends readonly unknown[], T>(_name: string, plan: (...args: A) => Plan<T>) =>
      (...args: A): Given<K, T> =>
        this.#run(this.#connection, () => this.#operations.plan(plan(...args)))
    const streams = this.#streams
    const shown = () => this.#connection.shown
    const shownStreams = streams && (<T>(get: () => Given<K, T>) => streams(get, shown))
    return { method, streams: shownStreams } as Way<K> // where methods are functions of their arguments, which types can't say
  }

  /** @internal What is printed of it. */
  [inspection](...how: Inspected): string {
    const name = this.constructor === Session ? 'Session' : this.constructor.name // a bundler may call it something else
    return shownAs(name, this.#connection.shown, how)
  }

  /** @internal What is shown of the instrument that this is a session of, if it is one. */
  static shown(sock: unknown): object {
    return typeof sock === 'object' && sock !== null && #connection in sock ? sock.#connection.shown : {}
  }

  /** Reads what is there, at least one byte and at most `n`. */
  read(n?: number, options?: BytesOptions): Given<K, Buffer>
  read(n: number | undefined, options: TextOptions): Given<K, string>
  read(n?: number, options?: CallOptions): Given<K, Buffer | string>
  read(n?: number, options?: CallOptions): Given<K, Buffer | string> {
    return this.#run(this.#connection, () => this.#operations.read(n, options))
  }

  /** Reads one line, and gives the value that `as` makes of it. */
  readLine<T>(options: DecodeOptions<T>): Given<K, T>
  /** Reads one line. */
  readLine(options?: BytesOptions): Given<K, Buffer>
  readLine(options: TextOptions): Given<K, string>
  readLine(options?: CallOptions): Given<K, Buffer | string>
  readLine(options?: ReadOptions): Given<K, unknown> {
    return this.#run(this.#connection, () => this.#operations.readLine(options))
  }

  /** Reads `n` lines; they come as one array. */
  readLines(n: number, options?: BytesOptions): Given<K, Buffer[]>
  readLines(n: number, options: TextOptions): Given<K, string[]>
  readLines(n: number, options?: CallOptions): Given<K, (Buffer | string)[]>
  readLines(n: number, options?: CallOptions): Given<K, (Buffer | string)[]> {
    return this.#run(this.#connection, () => this.#operations.readLines(n, options))
  }

  /** Reads `n` bytes, neither more nor less. */
  readExactly(n: number, options?: BytesOptions): Given<K, Buffer>
  readExactly(n: number, options: TextOptions): Given<K, string>
  readExactly(n: number, options?: CallOptions): Given<K, Buffer | string>
  readExactly(n: number, options?: CallOptions): Given<K, Buffer | string> {
    return this.#run(this.#connection, () => this.#operations.readExactly(n, options))
  }

  /** Reads up to `separator`, and with it. */
  readUntil(separator: Data, options?: BytesOptions): Given<K, Buffer>
  readUntil(separator: Data, options: TextOptions): Given<K, string>
  readUntil(separator: Data, options?: CallOptions): Given<K, Buffer | string>
  readUntil(separator: Data, options?: CallOptions): Given<K, Buffer | string> {
    return this.#run(this.#connection, () => this.#operations.readUntil(separator, options))
  }

  /** Reads an IEEE 488.2 block, and gives the value that `as` makes of its payload. */
  readBlock<T>(options: DecodeOptions<T>): Given<K, T>
  /** Reads an IEEE 488.2 block and gives its payload. */
  readBlock(options?: BytesOptions): Given<K, Buffer>
  readBlock(options: TextOptions): Given<K, string>
  readBlock(options?: CallOptions): Given<K, Buffer | string>
  readBlock(options?: ReadOptions): Given<K, unknown> {
    return this.#run(this.#connection, () => this.#operations.readBlock(options))
  }

  /**
   * Writes; done when the bytes are with the kernel. After a while without a byte from the peer, which may have closed
   * since, the socket is read before it is done.
   */
  write(data: Data, options?: CallOptions): Given<K, void> {
    return this.#run(this.#connection, () => this.#operations.write(data, options))
  }

  /** Writes all of them in one piece; nothing is added between. */
  writeLines(lines: readonly Data[], options?: CallOptions): Given<K, void> {
    return this.#run(this.#connection, () => this.#operations.writeLines(lines, options))
  }

  /** Writes, and reads what comes: at least one byte and at most `n`. */
  writeRead(data: Data, n?: number, options?: BytesOptions): Given<K, Buffer>
  writeRead(data: Data, n: number | undefined, options: TextOptions): Given<K, string>
  writeRead(data: Data, n?: number, options?: CallOptions): Given<K, Buffer | string>
  writeRead(data: Data, n?: number, options?: CallOptions): Given<K, Buffer | string> {
    return this.#run(this.#connection, () => this.#operations.writeRead(data, n, options))
  }

  /** Writes a request, and gives the value that `as` makes of its reply of one line. */
  writeReadLine<T>(data: Data, options: DecodeOptions<T>): Given<K, T>
  /** Writes a request, and reads its reply of one line. */
  writeReadLine(data: Data, options?: BytesOptions): Given<K, Buffer>
  writeReadLine(data: Data, options: TextOptions): Given<K, string>
  writeReadLine(data: Data, options?: CallOptions): Given<K, Buffer | string>
  writeReadLine(data: Data, options?: ReadOptions): Given<K, unknown> {
    return this.#run(this.#connection, () => this.#operations.writeReadLine(data, options))
  }

  /** Writes a request, and reads its reply of `n` lines. */
  writeReadLines(data: Data, n: number, options?: BytesOptions): Given<K, Buffer[]>
  writeReadLines(data: Data, n: number, options: TextOptions): Given<K, string[]>
  writeReadLines(data: Data, n: number, options?: CallOptions): Given<K, (Buffer | string)[]>
  writeReadLines(data: Data, n: number, options?: CallOptions): Given<K, (Buffer | string)[]> {
    return this.#run(this.#connection, () => this.#operations.writeReadLines(data, n, options))
  }

  /** Writes several requests in one piece, and reads `n` lines, by default one for each. */
  writeLinesReadLines(lines: readonly Data[], n?: number, options?: BytesOptions): Given<K, Buffer[]>
  writeLinesReadLines(lines: readonly Data[], n: number | undefined, options: TextOptions): Given<K, string[]>
  writeLinesReadLines(lines: readonly Data[], n?: number, options?: CallOptions): Given<K, (Buffer | string)[]>
  writeLinesReadLines(lines: readonly Data[], n?: number, options?: CallOptions): Given<K, (Buffer | string)[]> {
    return this.#run(this.#connection, () => this.#operations.writeLinesReadLines(lines, n, options))
  }

  /** Writes a request, and gives the value that `as` makes of the payload of the IEEE 488.2 block that answers it. */
  writeReadBlock<T>(data: Data, options: DecodeOptions<T>): Given<K, T>
  /** Writes a request, and gives the payload of the IEEE 488.2 block that answers it. */
  writeReadBlock(data: Data, options?: BytesOptions): Given<K, Buffer>
  writeReadBlock(data: Data, options: TextOptions): Given<K, string>
  writeReadBlock(data: Data, options?: CallOptions): Given<K, Buffer | string>
  writeReadBlock(data: Data, options?: ReadOptions): Given<K, unknown> {
    return this.#run(this.#connection, () => this.#operations.writeReadBlock(data, options))
  }

  /** Writes `data`, unless it is undefined, and gives the value that `as` makes of one frame of this framing. */
  exchange<T>(data: Data | undefined, framing: Framing, options: DecodeOptions<T>): Given<K, T>
  /**
   * Writes `data`, unless it is undefined, and gives one frame of this framing: `{ until: ';' }`, `{ exactly: 12 }`, or one
   * of your own, an object whose `end` says where a frame ends. Text (`encoding`) is the whole frame, but for the end of a
   * `{ line: true }`.
   *
   * @example
   * // a header of 6 bytes, the last two of which say how much follows
   * const modbus = {
   *   end: (bytes, start) => {
   *     const have = bytes.length - start
   *     const size = have < 6 ? 6 : 6 + bytes.readUInt16BE(start + 4)
   *     return have < size ? have - size : size
   *   },
   * }
   * sock.exchange(request, modbus)
   */
  exchange(data: Data | undefined, framing: Framing, options?: BytesOptions): Given<K, Buffer>
  exchange(data: Data | undefined, framing: Framing, options: TextOptions): Given<K, string>
  exchange(data: Data | undefined, framing: Framing, options?: CallOptions): Given<K, Buffer | string>
  exchange(data: Data | undefined, framing: Framing, options?: ReadOptions): Given<K, unknown> {
    return this.#run(this.#connection, () => this.#operations.exchange(data, framing, options))
  }

  /**
   * Asks: appends the end of line when it is missing, and gives the value that `as` makes of the reply: of one line, unless
   * its decoder says where the reply ends. A reply without a value is a `DecodeError`.
   *
   * @example
   * sock.query('MEAS:VOLT?', { as: number() }) // gives 4.998
   */
  query<T>(text: string, options: DecodeOptions<T>): Given<K, T>
  /**
   * Asks: appends the end of line when it is missing, and gives the reply of one line as text without its own.
   *
   * @example
   * sock.query('MEAS:VOLT?') // writes 'MEAS:VOLT?\n', and gives '4.998'
   */
  query(text: string, options?: CallOptions): Given<K, string>
  query(text: string, options?: ReadOptions): Given<K, unknown> {
    return this.#run(this.#connection, () => this.#operations.query(text, options))
  }

  /**
   * Tells: appends the end of line (`writeEol`) when it is missing, and writes; nothing comes back. With `query`, SCPI's
   * own two words. Done as `write` is.
   *
   * @throws {TypeError} when there is an end of line before the end of the text
   * @example
   * sock.command('VOLT 5') // writes 'VOLT 5\n'
   */
  command(text: string, options?: CallOptions): Given<K, void> {
    return this.#run(this.#connection, () => this.#operations.command(text, options))
  }
}

/** What a flavour calls the class, for its `instanceof` to say what the calls give. */
export type SessionClass<K extends Kind> = new (
  connection: Connection,
  operations: Operations,
  run: Run<K>,
  streams?: Streaming<K>,
) => Session<K>

/** What is shown of the instrument of that session or socket, as of whatever belongs to it; nothing of another object. */
export function shownOf(sock: unknown): object {
  return Session.shown(sock)
}
