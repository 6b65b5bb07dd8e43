/** The operations, each as a promise: what a hook or a transaction is given, and what `TCP` is made of. */
import { type Inspected, inspection, shownAs } from '@sockio/core'
import {
  type BytesOptions,
  type Call,
  type CallOptions,
  type Connection,
  type Data,
  failed,
  type Operations,
  type TextOptions,
} from '@sockio/node'

/**
 * The operations of one instrument. Times in milliseconds; replies are Buffers with their end of line, or text without
 * it where an `encoding` is given. Every promise rejects with a `SockioError`, or for a bad argument with the TypeError
 * or RangeError that names it.
 */
export class Session {
  readonly #connection: Connection
  readonly #operations: Operations

  /** @internal */
  constructor(connection: Connection, operations: Operations) {
    this.#connection = connection
    this.#operations = operations
  }

  /** @internal What is printed of it. */
  [inspection](...how: Inspected): string {
    return shownAs(this.constructor.name, this.#connection.shown, how)
  }

  #run<T>(make: () => Call<T>): Promise<T> {
    return new Promise((resolve) => {
      const call = make()
      call.onValue = resolve
      call.onError = (error) => resolve(failed(error))
      this.#connection.start(call)
    })
  }

  /** Reads what is there, at least one byte and at most `n`. */
  read(n?: number, options?: BytesOptions): Promise<Buffer>
  read(n: number | undefined, options: TextOptions): Promise<string>
  read(n?: number, options?: CallOptions): Promise<Buffer | string> {
    return this.#run(() => this.#operations.read(n, options))
  }

  /** Reads one line. */
  readLine(options?: BytesOptions): Promise<Buffer>
  readLine(options: TextOptions): Promise<string>
  readLine(options?: CallOptions): Promise<Buffer | string> {
    return this.#run(() => this.#operations.readLine(options))
  }

  /** Reads `n` lines. */
  readLines(n: number, options?: BytesOptions): Promise<Buffer[]>
  readLines(n: number, options: TextOptions): Promise<string[]>
  readLines(n: number, options?: CallOptions): Promise<(Buffer | string)[]> {
    return this.#run(() => this.#operations.readLines(n, options))
  }

  /** Reads `n` bytes, neither more nor less. */
  readExactly(n: number, options?: BytesOptions): Promise<Buffer>
  readExactly(n: number, options: TextOptions): Promise<string>
  readExactly(n: number, options?: CallOptions): Promise<Buffer | string> {
    return this.#run(() => this.#operations.readExactly(n, options))
  }

  /** Reads up to `separator`, and with it. */
  readUntil(separator: Data, options?: BytesOptions): Promise<Buffer>
  readUntil(separator: Data, options: TextOptions): Promise<string>
  readUntil(separator: Data, options?: CallOptions): Promise<Buffer | string> {
    return this.#run(() => this.#operations.readUntil(separator, options))
  }

  /** Reads an IEEE 488.2 block and gives its payload. */
  readBlock(options?: BytesOptions): Promise<Buffer>
  readBlock(options: TextOptions): Promise<string>
  readBlock(options?: CallOptions): Promise<Buffer | string> {
    return this.#run(() => this.#operations.readBlock(options))
  }

  /** Writes; done when the bytes are with the kernel. */
  write(data: Data, options?: CallOptions): Promise<void> {
    return this.#run(() => this.#operations.write(data, options))
  }

  /** Writes all of them in one piece; nothing is added between. */
  writeLines(lines: readonly Data[], options?: CallOptions): Promise<void> {
    return this.#run(() => this.#operations.writeLines(lines, options))
  }

  /** Writes, and reads what comes: at least one byte and at most `n`. */
  writeRead(data: Data, n?: number, options?: BytesOptions): Promise<Buffer>
  writeRead(data: Data, n: number | undefined, options: TextOptions): Promise<string>
  writeRead(data: Data, n?: number, options?: CallOptions): Promise<Buffer | string> {
    return this.#run(() => this.#operations.writeRead(data, n, options))
  }

  /** Writes a request, and reads its reply of one line. */
  writeReadLine(data: Data, options?: BytesOptions): Promise<Buffer>
  writeReadLine(data: Data, options: TextOptions): Promise<string>
  writeReadLine(data: Data, options?: CallOptions): Promise<Buffer | string> {
    return this.#run(() => this.#operations.writeReadLine(data, options))
  }

  /** Writes a request, and reads its reply of `n` lines. */
  writeReadLines(data: Data, n: number, options?: BytesOptions): Promise<Buffer[]>
  writeReadLines(data: Data, n: number, options: TextOptions): Promise<string[]>
  writeReadLines(data: Data, n: number, options?: CallOptions): Promise<(Buffer | string)[]> {
    return this.#run(() => this.#operations.writeReadLines(data, n, options))
  }

  /** Writes several requests in one piece, and reads `n` lines, by default one for each. */
  writeLinesReadLines(lines: readonly Data[], n?: number, options?: BytesOptions): Promise<Buffer[]>
  writeLinesReadLines(lines: readonly Data[], n: number | undefined, options: TextOptions): Promise<string[]>
  writeLinesReadLines(lines: readonly Data[], n?: number, options?: CallOptions): Promise<(Buffer | string)[]> {
    return this.#run(() => this.#operations.writeLinesReadLines(lines, n, options))
  }

  /** Writes a request, and gives the payload of the IEEE 488.2 block that answers it. */
  writeReadBlock(data: Data, options?: BytesOptions): Promise<Buffer>
  writeReadBlock(data: Data, options: TextOptions): Promise<string>
  writeReadBlock(data: Data, options?: CallOptions): Promise<Buffer | string> {
    return this.#run(() => this.#operations.writeReadBlock(data, options))
  }

  /**
   * Asks: appends the end of line when it is missing, and gives the reply of one line as text without its own.
   *
   * @example
   * const name = await sock.query('*IDN?')
   */
  query(text: string, options?: CallOptions): Promise<string> {
    return this.#run(() => this.#operations.query(text, options))
  }

  /**
   * Tells: appends the end of line (`writeEol`) when it is missing, and writes; nothing comes back. With `query`, SCPI's
   * own two words. Done when the bytes are with the kernel.
   *
   * @throws {TypeError} when there is an end of line before the end of the text
   * @example
   * await sock.command('VOLT 5')
   */
  command(text: string, options?: CallOptions): Promise<void> {
    return this.#run(() => this.#operations.command(text, options))
  }
}
