/** The operations, each as a cold Observable: what a hook or a transaction is given, and what `TCP` is made of. */
import { type Inspected, inspection, shownAs } from '@sockio/core'
import type { BytesOptions, CallOptions, Connection, Data, Operations, TextOptions } from '@sockio/node'
import type { Observable } from 'rxjs'
import { observe } from './observe.ts'

/**
 * The operations of one instrument, as cold Observables: each subscription is an exchange of its own, which gives one
 * value and completes; unsubscribing cancels it. Times in milliseconds; replies are Buffers with their end of line, or
 * text without it where an `encoding` is given. The error notification is a `SockioError`, or for a bad argument the
 * TypeError or RangeError that names it.
 *
 * @example
 * sock.query('*IDN?').subscribe({ next: console.log, error: console.error })
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

  /** Reads what is there, at least one byte and at most `n`. */
  read(n?: number, options?: BytesOptions): Observable<Buffer>
  read(n: number | undefined, options: TextOptions): Observable<string>
  read(n?: number, options?: CallOptions): Observable<Buffer | string> {
    return observe(this.#connection, () => this.#operations.read(n, options))
  }

  /** Reads one line. */
  readLine(options?: BytesOptions): Observable<Buffer>
  readLine(options: TextOptions): Observable<string>
  readLine(options?: CallOptions): Observable<Buffer | string> {
    return observe(this.#connection, () => this.#operations.readLine(options))
  }

  /** Reads `n` lines; they come as one array. */
  readLines(n: number, options?: BytesOptions): Observable<Buffer[]>
  readLines(n: number, options: TextOptions): Observable<string[]>
  readLines(n: number, options?: CallOptions): Observable<(Buffer | string)[]> {
    return observe(this.#connection, () => this.#operations.readLines(n, options))
  }

  /** Reads `n` bytes, neither more nor less. */
  readExactly(n: number, options?: BytesOptions): Observable<Buffer>
  readExactly(n: number, options: TextOptions): Observable<string>
  readExactly(n: number, options?: CallOptions): Observable<Buffer | string> {
    return observe(this.#connection, () => this.#operations.readExactly(n, options))
  }

  /** Reads up to `separator`, and with it. */
  readUntil(separator: Data, options?: BytesOptions): Observable<Buffer>
  readUntil(separator: Data, options: TextOptions): Observable<string>
  readUntil(separator: Data, options?: CallOptions): Observable<Buffer | string> {
    return observe(this.#connection, () => this.#operations.readUntil(separator, options))
  }

  /** Reads an IEEE 488.2 block and gives its payload. */
  readBlock(options?: BytesOptions): Observable<Buffer>
  readBlock(options: TextOptions): Observable<string>
  readBlock(options?: CallOptions): Observable<Buffer | string> {
    return observe(this.#connection, () => this.#operations.readBlock(options))
  }

  /** Writes; gives `undefined` when the bytes are with the kernel. */
  write(data: Data, options?: CallOptions): Observable<void> {
    return observe(this.#connection, () => this.#operations.write(data, options))
  }

  /** Writes all of them in one piece; nothing is added between. */
  writeLines(lines: readonly Data[], options?: CallOptions): Observable<void> {
    return observe(this.#connection, () => this.#operations.writeLines(lines, options))
  }

  /** Writes, and reads what comes: at least one byte and at most `n`. */
  writeRead(data: Data, n?: number, options?: BytesOptions): Observable<Buffer>
  writeRead(data: Data, n: number | undefined, options: TextOptions): Observable<string>
  writeRead(data: Data, n?: number, options?: CallOptions): Observable<Buffer | string> {
    return observe(this.#connection, () => this.#operations.writeRead(data, n, options))
  }

  /** Writes a request, and reads its reply of one line. */
  writeReadLine(data: Data, options?: BytesOptions): Observable<Buffer>
  writeReadLine(data: Data, options: TextOptions): Observable<string>
  writeReadLine(data: Data, options?: CallOptions): Observable<Buffer | string> {
    return observe(this.#connection, () => this.#operations.writeReadLine(data, options))
  }

  /** Writes a request, and reads its reply of `n` lines. */
  writeReadLines(data: Data, n: number, options?: BytesOptions): Observable<Buffer[]>
  writeReadLines(data: Data, n: number, options: TextOptions): Observable<string[]>
  writeReadLines(data: Data, n: number, options?: CallOptions): Observable<(Buffer | string)[]> {
    return observe(this.#connection, () => this.#operations.writeReadLines(data, n, options))
  }

  /** Writes several requests in one piece, and reads `n` lines, by default one for each. */
  writeLinesReadLines(lines: readonly Data[], n?: number, options?: BytesOptions): Observable<Buffer[]>
  writeLinesReadLines(lines: readonly Data[], n: number | undefined, options: TextOptions): Observable<string[]>
  writeLinesReadLines(lines: readonly Data[], n?: number, options?: CallOptions): Observable<(Buffer | string)[]> {
    return observe(this.#connection, () => this.#operations.writeLinesReadLines(lines, n, options))
  }

  /** Writes a request, and gives the payload of the IEEE 488.2 block that answers it. */
  writeReadBlock(data: Data, options?: BytesOptions): Observable<Buffer>
  writeReadBlock(data: Data, options: TextOptions): Observable<string>
  writeReadBlock(data: Data, options?: CallOptions): Observable<Buffer | string> {
    return observe(this.#connection, () => this.#operations.writeReadBlock(data, options))
  }

  /**
   * Asks: appends the end of line when it is missing, and gives the reply of one line as text without its own.
   *
   * @example
   * sock.query('MEAS:VOLT?').pipe(map(Number)).subscribe((volts) => console.log(volts))
   */
  query(text: string, options?: CallOptions): Observable<string> {
    return observe(this.#connection, () => this.#operations.query(text, options))
  }

  /**
   * Tells: appends the end of line (`writeEol`) when it is missing, and writes; nothing comes back. With `query`, SCPI's
   * own two words. Gives what `write` gives.
   *
   * @throws {TypeError} when there is an end of line before the end of the text
   * @example
   * sock.command('VOLT 5').subscribe()
   */
  command(text: string, options?: CallOptions): Observable<void> {
    return observe(this.#connection, () => this.#operations.command(text, options))
  }
}
