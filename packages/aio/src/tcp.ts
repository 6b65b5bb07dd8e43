/** A connection to one instrument, in promises. */
import { show } from '@sockio/core'
import {
  asyncHook,
  type BlocksOptions,
  type ByteBlocksOptions,
  type ByteLinesOptions,
  Connection,
  type ConnectOptions,
  type DecodedLinesOptions,
  endpoint,
  failed,
  type LinesOptions,
  parseUrl,
  Socket,
  type TextBlocksOptions,
  type TextLinesOptions,
  type TransactionOptions,
} from '@sockio/node'
import { FeedIterator, type Lines } from './lines.ts'
import { type InPromises, polled, promise } from './promise.ts'
import { type Session, session } from './session.ts'

/** Options of a connection; see each field for its meaning and default. */
export type Options = ConnectOptions<Session>

/** One for all connections that are given none. */
const NO_OPTIONS: Options = {}

/**
 * Talks to one instrument. Nothing is connected before the first call; a lost connection is made again by the next.
 *
 * @example
 * await using sock = new TCP('10.0.0.7', 5025, { timeout: 1000 })
 * console.log(await sock.query('*IDN?'))
 */
export class TCP extends Socket<InPromises> {
  readonly #connection: Connection

  /**
   * Talks to one instrument. Nothing is connected before the first call; a lost connection is made again by the next.
   *
   * @param host name or IP address
   * @param port 1 to 65535
   * @throws {TypeError | RangeError} that names the wrong argument or option
   */
  constructor(host: string, port: number, options: Options = NO_OPTIONS) {
    const hook = asyncHook(options, session)
    const connection = new Connection(endpoint(host, port, Boolean(options.tls)), options, hook)
    super(connection, promise, polled)
    this.#connection = connection
  }

  /** Closes; calls that wait reject with `ClosedError`. The next call opens again. Never rejects. */
  close(): Promise<void> {
    return new Promise((resolve) => this.#connection.close(resolve))
  }

  /** Closes for good. */
  [Symbol.asyncDispose](): Promise<void> {
    return new Promise((resolve) => this.#connection.dispose(resolve))
  }

  /** The lines that come, without end, as the values that `as` makes of them; the first that has none ends the stream. */
  lines<T>(options: DecodedLinesOptions<T>): Lines<T>
  /**
   * The lines that come, without end; leaving the loop ends the stream.
   *
   * @example
   * for await (const line of sock.lines({ encoding: 'utf8' })) console.log(Number(line))
   */
  lines(options?: ByteLinesOptions): Lines<Buffer>
  lines(options: TextLinesOptions): Lines<string>
  lines(options?: LinesOptions): Lines<Buffer | string>
  lines(options?: LinesOptions): Lines<unknown> {
    return new FeedIterator<unknown>(this.#connection, this.#connection.feeds.lines(options))
  }

  /** The blocks that come: of a fixed size in bytes, or up to a separator and with it. */
  blocks(limit: number | string | Uint8Array, options?: ByteBlocksOptions): Lines<Buffer>
  blocks(limit: number | string | Uint8Array, options: TextBlocksOptions): Lines<string>
  blocks(limit: number | string | Uint8Array, options?: BlocksOptions): Lines<Buffer | string>
  blocks(limit: number | string | Uint8Array, options?: BlocksOptions): Lines<Buffer | string> {
    return new FeedIterator(this.#connection, this.#connection.feeds.blocks(limit, options))
  }

  [Symbol.asyncIterator](): Lines<Buffer> {
    return this.lines()
  }

  /**
   * Runs `fn` with the instrument for itself: nothing else is written or read until it has returned. Use the session
   * that it is given; a call of the socket itself in there would wait for the end of the transaction.
   *
   * @example
   * const volts = await sock.transaction(async (session) => {
   *   await session.write('CONF:VOLT\n')
   *   return Number(await session.query('READ?'))
   * })
   */
  transaction<T>(fn: (session: Session) => T | PromiseLike<T>, options?: TransactionOptions): Promise<T> {
    return new Promise((resolve, reject) => {
      if (typeof fn !== 'function') throw new TypeError(`fn: expected a function, got ${show(fn)}`)
      const connection = this.#connection
      const caller = connection.awaiting(this.transaction)
      connection.transact(
        (operations) => fn(session(connection, operations)),
        options,
        resolve,
        reject, // by `fn`, whose error shows where it comes from
        (error) => resolve(failed(error, caller)),
      )
    })
  }
}

/**
 * Makes the socket that a URL names: `tcp://host:port`, `tls://host:port`,
 * `TCPIP0::host::port::SOCKET` or just `host:port`; without a port, `host` and `tcp://host` mean port 5025. A Unix socket is
 * `unix:///path/of/socket`.
 *
 * @throws {TypeError | RangeError} for any other
 */
export function socketForUrl(url: string, options: Options = {}): TCP {
  const parsed = parseUrl(url, options)
  return new TCP(parsed.host, parsed.port, parsed.options)
}
