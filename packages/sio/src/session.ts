/** The operations, each as a blocking call or a future: what a transaction is given, and what `TCP` is made of. */
import { formatAddress, type Inspected, inspection, shownAs } from '@sockio/core'
import type { BytesOptions, CallOptions, Data, TextOptions } from '@sockio/node'
import type { Future } from './future.ts'
import type { Remote } from './remote.ts'

/** What a call gives: its value, or with `resolveFutures: false` a future. */
export type Result<F extends boolean, T> = F extends false ? Future<T> : T

/** What a call gives that `ask` asks for: its future, or blocks for its value; the stack of an error begins above `entry`. */
export function given<F extends boolean, T>(
  futures: boolean,
  remote: Remote,
  ask: () => Future<T>,
  entry: (...args: never[]) => unknown,
): Result<F, T> {
  const result = futures ? ask() : remote.blocking(() => ask().waitFor(Number.POSITIVE_INFINITY, entry))
  return result as Result<F, T>
}

/**
 * The operations of one instrument. Times in milliseconds; replies are Buffers with their end of line, or text without
 * it where an `encoding` is given. Every call throws a `SockioError`, or for a bad argument the TypeError or RangeError
 * that names it; a future fails with them.
 *
 * `F` is the type of `resolveFutures`: true for values, false for futures.
 */
export class Session<F extends boolean = true> {
  readonly #remote: Remote
  readonly #number: number
  readonly #futures: boolean

  /** @internal */
  constructor(remote: Remote, number: number, futures: boolean) {
    this.#remote = remote
    this.#number = number
    this.#futures = futures
  }

  /** @internal What is printed of it. */
  [inspection](...how: Inspected): string {
    return shownAs(
      this.constructor.name,
      { address: formatAddress(this.#remote.address), state: this.#remote.get('state') },
      how,
    )
  }

  #run<T>(verb: string, args: readonly unknown[], options: CallOptions | undefined): Result<F, T> {
    const ask = () => this.#remote.call<T>(this.#number, verb, args, options)
    return given(this.#futures, this.#remote, ask, this.#run)
  }

  /** Reads what is there, at least one byte and at most `n`. */
  read(n?: number, options?: BytesOptions): Result<F, Buffer>
  read(n: number | undefined, options: TextOptions): Result<F, string>
  read(n?: number, options?: CallOptions): unknown {
    return this.#run('read', [n], options)
  }

  /** Reads one line. */
  readLine(options?: BytesOptions): Result<F, Buffer>
  readLine(options: TextOptions): Result<F, string>
  readLine(options?: CallOptions): unknown {
    return this.#run('readLine', [], options)
  }

  /** Reads `n` lines. */
  readLines(n: number, options?: BytesOptions): Result<F, Buffer[]>
  readLines(n: number, options: TextOptions): Result<F, string[]>
  readLines(n: number, options?: CallOptions): unknown {
    return this.#run('readLines', [n], options)
  }

  /** Reads `n` bytes, neither more nor less. */
  readExactly(n: number, options?: BytesOptions): Result<F, Buffer>
  readExactly(n: number, options: TextOptions): Result<F, string>
  readExactly(n: number, options?: CallOptions): unknown {
    return this.#run('readExactly', [n], options)
  }

  /** Reads up to `separator`, and with it. */
  readUntil(separator: Data, options?: BytesOptions): Result<F, Buffer>
  readUntil(separator: Data, options: TextOptions): Result<F, string>
  readUntil(separator: Data, options?: CallOptions): unknown {
    return this.#run('readUntil', [separator], options)
  }

  /** Reads an IEEE 488.2 block and gives its payload. */
  readBlock(options?: BytesOptions): Result<F, Buffer>
  readBlock(options: TextOptions): Result<F, string>
  readBlock(options?: CallOptions): unknown {
    return this.#run('readBlock', [], options)
  }

  /** Writes; done when the bytes are with the kernel. */
  write(data: Data, options?: CallOptions): Result<F, void> {
    return this.#run('write', [data], options)
  }

  /** Writes all of them in one piece; nothing is added between. */
  writeLines(lines: readonly Data[], options?: CallOptions): Result<F, void> {
    return this.#run('writeLines', [lines], options)
  }

  /** Writes, and reads what comes: at least one byte and at most `n`. */
  writeRead(data: Data, n?: number, options?: BytesOptions): Result<F, Buffer>
  writeRead(data: Data, n: number | undefined, options: TextOptions): Result<F, string>
  writeRead(data: Data, n?: number, options?: CallOptions): unknown {
    return this.#run('writeRead', [data, n], options)
  }

  /** Writes a request, and reads its reply of one line. */
  writeReadLine(data: Data, options?: BytesOptions): Result<F, Buffer>
  writeReadLine(data: Data, options: TextOptions): Result<F, string>
  writeReadLine(data: Data, options?: CallOptions): unknown {
    return this.#run('writeReadLine', [data], options)
  }

  /** Writes a request, and reads its reply of `n` lines. */
  writeReadLines(data: Data, n: number, options?: BytesOptions): Result<F, Buffer[]>
  writeReadLines(data: Data, n: number, options: TextOptions): Result<F, string[]>
  writeReadLines(data: Data, n: number, options?: CallOptions): unknown {
    return this.#run('writeReadLines', [data, n], options)
  }

  /** Writes several requests in one piece, and reads `n` lines, by default one for each. */
  writeLinesReadLines(lines: readonly Data[], n?: number, options?: BytesOptions): Result<F, Buffer[]>
  writeLinesReadLines(lines: readonly Data[], n: number | undefined, options: TextOptions): Result<F, string[]>
  writeLinesReadLines(lines: readonly Data[], n?: number, options?: CallOptions): unknown {
    return this.#run('writeLinesReadLines', [lines, n], options)
  }

  /** Writes a request, and gives the payload of the IEEE 488.2 block that answers it. */
  writeReadBlock(data: Data, options?: BytesOptions): Result<F, Buffer>
  writeReadBlock(data: Data, options: TextOptions): Result<F, string>
  writeReadBlock(data: Data, options?: CallOptions): unknown {
    return this.#run('writeReadBlock', [data], options)
  }

  /**
   * Asks: appends the end of line when it is missing, and gives the reply of one line as text without its own.
   *
   * @example
   * const name = sock.query('*IDN?')
   */
  query(text: string, options?: CallOptions): Result<F, string> {
    return this.#run('query', [text], options)
  }

  /**
   * Tells: appends the end of line (`writeEol`) when it is missing, and writes; nothing comes back. With `query`, SCPI's
   * own two words. Done when the bytes are with the kernel.
   *
   * @throws {TypeError} when there is an end of line before the end of the text
   * @example
   * sock.command('VOLT 5')
   */
  command(text: string, options?: CallOptions): Result<F, void> {
    return this.#run('command', [text], options)
  }
}
