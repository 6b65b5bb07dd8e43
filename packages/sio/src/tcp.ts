/** A connection to one instrument, in blocking calls or futures. */
import { objectRule, show } from '@sockio/core'
import {
  type BlocksOptions,
  type ByteBlocksOptions,
  parseUrl,
  Socket,
  type TextBlocksOptions,
  type TransactionOptions,
} from '@sockio/node'
import type { Future } from './future.ts'
import { AwaitedLines, type FutureLines } from './future-lines.ts'
import { noteFutures } from './futures-noted.ts'
import { BlockingLines, type Lines } from './lines.ts'
import {
  type ByteLinesOptions,
  checkStreamOptions,
  type DecodedLinesOptions,
  type LinesOptions,
  type Options,
  type TextLinesOptions,
} from './options.ts'
import { Remote, type RemoteStream } from './remote.ts'
import { type Blocking, given, type Result } from './result.ts'
import type { Session } from './session.ts'
import { session, standIn } from './stand-in.ts'

/** What a stream gives: a loop that blocks, or with `resolveFutures: false` one to await. */
export type Stream<F extends boolean, T> = F extends false ? FutureLines<T> : Lines<T>

/** What the function of a transaction returns: with futures it may be one. */
export type TransactionResult<F extends boolean, T> = F extends false ? T | PromiseLike<T> : T

/**
 * Talks to one instrument. Nothing is connected before the first call; a lost connection is made again by the next.
 *
 * @example
 * using sock = new TCP('10.0.0.7', 5025, { timeout: 1000 })
 * console.log(sock.query('*IDN?'))
 */
export class TCP<F extends boolean = true> extends Socket<Blocking<F>> implements Disposable, AsyncDisposable {
  readonly #remote: Remote
  readonly #futures: boolean

  /**
   * Talks to one instrument. Nothing is connected before the first call; a lost connection is made again by the next.
   *
   * @param host name or IP address
   * @param port 1 to 65535
   * @throws {TypeError | RangeError} that names the wrong argument or option
   */
  constructor(host: string, port: number, options: Options<F> = {}) {
    objectRule(options, 'options')
    const futures = options.resolveFutures === false
    const remote: Remote = new Remote(host, port, options, (number) =>
      options.onConnectionMade?.(session<F>(remote, number, futures)),
    )
    super(...standIn<F>(remote, 0, futures))
    this.#remote = remote
    this.#futures = futures
    noteFutures(this, futures)
  }

  /** Closes; calls that wait fail with `ClosedError`. The next call opens again. Never fails. */
  close(): Result<F, void> {
    return this.#give(() => this.#remote.close())
  }

  /** Closes for good. */
  [Symbol.dispose](): void {
    this.#remote.dispose().result()
  }

  /** Closes for good. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#remote.dispose()
  }

  /** The lines that come, without end, as the values that `as` makes of them; the first that has none ends the stream. */
  lines<T>(options: DecodedLinesOptions<T>): Stream<F, T>
  /**
   * The lines that come, without end; leaving the loop ends the stream.
   *
   * @example
   * for (const line of sock.lines({ encoding: 'utf8' })) console.log(Number(line))
   */
  lines(options?: ByteLinesOptions): Stream<F, Buffer>
  lines(options: TextLinesOptions): Stream<F, string>
  lines(options?: LinesOptions): Stream<F, Buffer | string>
  lines(options?: LinesOptions): unknown {
    checkStreamOptions(options)
    return this.#stream(this.#remote.stream('lines', [], options))
  }

  /** The blocks that come: of a fixed size in bytes, or up to a separator and with it. */
  blocks(limit: number | string | Uint8Array, options?: ByteBlocksOptions): Stream<F, Buffer>
  blocks(limit: number | string | Uint8Array, options: TextBlocksOptions): Stream<F, string>
  blocks(limit: number | string | Uint8Array, options?: BlocksOptions): Stream<F, Buffer | string>
  blocks(limit: number | string | Uint8Array, options?: BlocksOptions): unknown {
    return this.#stream(this.#remote.stream('blocks', [limit], options))
  }

  /** Blocks, whatever `resolveFutures` says: `for (const line of sock)`. */
  [Symbol.iterator](): Lines<Buffer> {
    return new BlockingLines(this.#remote.stream('lines', [], undefined))
  }

  /** For the event loop, whatever `resolveFutures` says: `for await (const line of sock)`. */
  [Symbol.asyncIterator](): FutureLines<Buffer> {
    return new AwaitedLines(this.#remote.stream('lines', [], undefined))
  }

  /**
   * Runs `fn` with the instrument for itself: nothing else is written or read until it has returned. Use the session
   * that it is given; a call of the socket itself in there would wait for the end of the transaction. With blocking
   * calls `fn` must not be async; with `resolveFutures: false` it may be.
   *
   * @example
   * const volts = sock.transaction((session) => {
   *   session.write('CONF:VOLT\n')
   *   return Number(session.query('READ?'))
   * })
   */
  transaction<T>(fn: (session: Session<F>) => TransactionResult<F, T>, options?: TransactionOptions): Result<F, T> {
    if (typeof fn !== 'function') throw new TypeError(`fn: expected a function, got ${show(fn)}`)
    const run = (number: number): T | PromiseLike<T> => fn(session<F>(this.#remote, number, this.#futures))
    return this.#give(() => this.#remote.transact<T>(run, options))
  }

  #give<T>(ask: () => Future<T>): Result<F, T> {
    return given(this.#futures, this.#remote, ask, this.#give)
  }

  #stream(stream: RemoteStream): Lines<unknown> | FutureLines<unknown> {
    return this.#futures ? new AwaitedLines(stream) : new BlockingLines(stream)
  }
}

/**
 * Makes the socket that a URL names: `tcp://host:port`, `tls://host:port`,
 * `TCPIP0::host::port::SOCKET` or just `host:port`; without a port, `host` and `tcp://host` mean port 5025. A Unix socket is
 * `unix:///path/of/socket`.
 *
 * @throws {TypeError | RangeError} for any other
 */
export function socketForUrl<F extends boolean = true>(url: string, options: Options<F> = {}): TCP<F> {
  const parsed = parseUrl(url, options)
  return new TCP(parsed.host, parsed.port, parsed.options)
}
