/** What a socket can do and tells beyond a session, once for every flavour whose sessions are that of `node`. */
import type { Address, Given, Kind, State } from '@sockio/core'
import type { Connection } from './connection.ts'
import type { CallOptions } from './options.ts'
import { type Run, Session, type Streaming } from './session.ts'
import type { SocketOptions } from './socket-options.ts'

/**
 * The operations of a connection, what is known of it, and what it has received. A flavour adds what has a shape of its
 * own: `close`, streams and transactions.
 */
export class Socket<K extends Kind> extends Session<K> {
  readonly #connection: Connection
  readonly #run: Run<K>

  constructor(connection: Connection, run: Run<K>, streams?: Streaming<K>) {
    super(connection, connection.operations, run, streams)
    this.#connection = connection
    this.#run = run
  }

  /** Where the instrument is. */
  get address(): Address {
    return this.#connection.address
  }

  /** What the connection is at. */
  get state(): State {
    return this.#connection.state
  }

  /** Ready for calls at once. */
  get connected(): boolean {
    return this.#connection.connected
  }

  /** The peer has closed, and all that it had sent is read. */
  get atEof(): boolean {
    return this.#connection.atEof
  }

  /** Bytes received and not read. */
  get inWaiting(): number {
    return this.#connection.inWaiting
  }

  /** Connections made so far. */
  get connectionCounter(): number {
    return this.#connection.connectionCounter
  }

  /** What is in force on the open socket; undefined without one. */
  get socketOptions(): SocketOptions | undefined {
    return this.#connection.socketOptions
  }

  /**
   * Connects, or joins an attempt under way. Not needed where `autoReconnect` is true, which it is by default. Fails
   * with `AlreadyOpenError` when it is open; with `ConnectError`, `ConnectTimeoutError` or `InitError` when it can't be
   * opened.
   */
  open(options?: CallOptions): Given<K, void> {
    return this.#run(this.#connection, () => this.#connection.operations.open(options))
  }

  /** Everything that was received and not read, at once; perhaps nothing. */
  readBuffer(): Buffer {
    return this.#connection.takeInput()
  }

  /** Forgets everything that was received and not read. */
  resetInputBuffer(): void {
    this.readBuffer()
  }
}
