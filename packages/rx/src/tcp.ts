/** A connection to one instrument, in Observables. */
import { checkOptions, type State } from '@sockio/core'
import {
  type BlocksOptions,
  type ByteBlocksOptions,
  type ByteLinesOptions,
  Connection,
  type ConnectOptions,
  type DecodedLinesOptions,
  endpoint,
  type LinesOptions,
  parseUrl,
  Socket,
  type TextBlocksOptions,
  type TextLinesOptions,
  type TransactionOptions,
} from '@sockio/node'
import { distinctUntilChanged, map, type Observable, type ObservableInput } from 'rxjs'
import { coldOf } from './cold.ts'
import { hook } from './hook.ts'
import { Lines } from './lines.ts'
import { type LinkEvent, LinkEvents } from './link-events.ts'
import { type InObservables, observe } from './observe.ts'
import { polled } from './polled.ts'
import type { Session } from './session.ts'
import { transact } from './transact.ts'

/** Options of a connection; see each field for its meaning and default. The hook may return an Observable. */
export type Options = ConnectOptions<Session>

/**
 * Talks to one instrument. Nothing is connected before the first subscription; a lost connection is made again by the
 * next.
 *
 * @example
 * const sock = new TCP('10.0.0.7', 5025, { timeout: 1000 })
 * sock.query('*IDN?').subscribe({ next: console.log, error: console.error })
 */
export class TCP extends Socket<InObservables> {
  readonly #connection: Connection
  /** The present state, then each change; completes when the socket is disposed of. Never fails. */
  readonly state$: Observable<State>
  /** Ready for calls at once, or not: now, then each change. Completes when the socket is disposed of. Never fails. */
  readonly connected$: Observable<boolean>
  /** The present state, then all that happens; completes when the socket is disposed of. Never fails. */
  readonly events$: Observable<LinkEvent>

  /**
   * Talks to one instrument. Nothing is connected before the first subscription; a lost connection is made again by the
   * next.
   *
   * @param host name or IP address
   * @param port 1 to 65535
   * @throws {TypeError | RangeError} that names the wrong argument or option
   */
  constructor(host: string, port: number, options: Options = {}) {
    checkOptions(options)
    const link = new LinkEvents()
    const tapped = link.tap(options)
    const connection = new Connection(endpoint(host, port, Boolean(options.tls)), tapped, hook(tapped, link.events$))
    super(connection, observe, polled)
    this.#connection = connection
    this.state$ = link.state$
    this.events$ = link.events$
    this.connected$ = link.state$.pipe(
      map((state) => state === 'ready'),
      distinctUntilChanged(),
    )
  }

  /**
   * Closes; calls that wait fail with `ClosedError`. The next call opens again. Never fails; once subscribed, it can't
   * be cancelled.
   */
  close(): Observable<void> {
    return coldOf(
      () => this.#connection.shown,
      (subscriber) =>
        this.#connection.close(() => {
          subscriber.next()
          subscriber.complete()
        }),
    )
  }

  /** Closes for good. */
  [Symbol.asyncDispose](): Promise<void> {
    return new Promise((resolve) => this.#connection.dispose(resolve))
  }

  /** The lines that come, without end, as the values that `as` makes of them; the first that has none ends the stream. */
  lines<T>(options: DecodedLinesOptions<T>): Lines<T>
  /**
   * The lines that come, until the peer closes; unsubscribing ends the stream.
   *
   * @example
   * sock.lines({ encoding: 'utf8', reconnect: true }).pipe(map(Number)).subscribe((volts) => console.log(volts))
   */
  lines(options?: ByteLinesOptions): Lines<Buffer>
  lines(options: TextLinesOptions): Lines<string>
  lines(options?: LinesOptions): Lines<Buffer | string>
  lines(options?: LinesOptions): Lines<unknown> {
    const connection = this.#connection
    return new Lines<unknown>(connection, (overflow) =>
      connection.feeds.lines(overflow === undefined ? options : { ...options, overflow }),
    )
  }

  /** The blocks that come: of a fixed size in bytes, or up to a separator and with it. */
  blocks(limit: number | string | Uint8Array, options?: ByteBlocksOptions): Lines<Buffer>
  blocks(limit: number | string | Uint8Array, options: TextBlocksOptions): Lines<string>
  blocks(limit: number | string | Uint8Array, options?: BlocksOptions): Lines<Buffer | string>
  blocks(limit: number | string | Uint8Array, options?: BlocksOptions): Lines<Buffer | string> {
    const connection = this.#connection
    return new Lines(connection, (overflow) =>
      connection.feeds.blocks(limit, overflow === undefined ? options : { ...options, overflow }),
    )
  }

  /**
   * Runs what `fn` makes with the instrument for itself: nothing else is written or read until that has completed.
   * Gives its values as they come. Use the session that it is given; a call of the socket itself in there would wait
   * for the end of the transaction.
   *
   * @example
   * const volts$ = sock.transaction((session) =>
   *   session.write('CONF:VOLT\n').pipe(concatMap(() => session.query('READ?')), map(Number)),
   * )
   */
  transaction<T>(fn: (session: Session) => ObservableInput<T>, options?: TransactionOptions): Observable<T> {
    return transact(this.#connection, fn, options)
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
