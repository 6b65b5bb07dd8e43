/** The driver: one connection to one instrument, with callbacks. Every flavour is a thin layer over it. */
import { AsyncResource } from 'node:async_hooks'
import {
  type Address,
  type AnySockioError,
  checkOptions,
  type Exchange,
  formatAddress,
  Machine,
  type Session,
  type State,
  undecodable,
} from '@sockio/core'
import { type Call, Opening } from './call.ts'
import { Callers } from './callers.ts'
import { Clock } from './clock.ts'
import { asBuffer } from './decode.ts'
import { traceStart, tracing } from './diagnostics.ts'
import type { Feed } from './feed.ts'
import { Feeds } from './feeds.ts'
import { Notifications } from './notifications.ts'
import { Operations } from './operations.ts'
import { type ConnectOptions, checkTransactionOptions, type Resolved, resolve } from './options.ts'
import { Patience, warnOfNoTimeout } from './patience.ts'
import { Port, type PortHost } from './port.ts'
import { runAsync } from './reporter.ts'
import { transportTo } from './schemes.ts'
import { Signals } from './signals.ts'
import type { SocketOptions } from './socket-options.ts'
import { systemTime, type TimeSource } from './time-source.ts'
import { Transaction, type TransactionOptions } from './transaction.ts'
import { type Consult, Turns } from './turns.ts'

/** What async hooks see of us. */
const RESOURCE = 'SOCKIO'

/**
 * Runs a hook with the operations of its session; `done` must be called once, with the failure if there was one. A
 * flavour with hooks of another kind than functions brings its own.
 */
export type RunHook = (
  connection: Connection,
  operations: Operations,
  done: (failure?: { readonly error: unknown }) => void,
) => void

export class Connection {
  readonly address: Address
  /** Makes the calls that `start` takes. */
  readonly operations: Operations
  /** Makes the feeds that `subscribe` takes. */
  readonly feeds: Feeds
  /** For flavours without promises: who makes the calls. */
  readonly callers = new Callers()
  /** The socket, the timers, the hook and the notifications belong to who made the connection, and to no caller. */
  readonly #context = new AsyncResource(RESOURCE)
  readonly #resolved: Resolved
  readonly #notifications: Notifications
  readonly #machine: Machine
  readonly #port: Port
  readonly #clock: Clock
  readonly #patience: Patience
  readonly #runHook: RunHook | undefined
  readonly #signals = new Signals<Exchange | Session>((subjects, reason) => this.#abort(subjects, reason))
  readonly #turns: Turns

  /**
   * Connects nothing yet: the first call, or `open`, does. `runHook` runs `options.onConnectionMade` in the way of the
   * flavour; `time` is for flavours whose users may control it.
   *
   * @throws {TypeError | RangeError} that names the wrong or unknown option
   */
  constructor(address: Address, options: ConnectOptions<never>, runHook?: RunHook, time: TimeSource = systemTime) {
    checkOptions(options)
    this.#notifications = new Notifications(address, options, this.#context)
    this.#turns = new Turns(() => this.#settle(), this.#notifications.report)
    const { consult, deliveries } = this.#turns
    const policy: Consult = (ask, no) => consult(() => this.#context.runInAsyncScope(ask), no)
    this.#resolved = resolve(address, options, runHook !== undefined, policy)
    this.address = this.#resolved.settings.address
    this.#runHook = runHook
    this.#port = new Port(
      transportTo(this.address, this.#resolved),
      this.#resolved.settings.closeGrace,
      this.#host(),
      deliveries,
      time,
      this.#context,
      this.#notifications.tap('sent'),
    )
    this.#machine = new Machine(this.#resolved.settings, this.#port)
    this.#clock = new Clock(time, this.#context, (now) => {
      this.#port.alarmAt = Number.POSITIVE_INFINITY // this one is over; the machine says when the next is due
      this.#machine.fired(now)
      this.#turns.over()
    })
    this.#patience = new Patience(time, this.#context, this.#machine, warnOfNoTimeout)
    this.operations = new Operations(this.#resolved)
    this.feeds = new Feeds(
      this.#resolved,
      {
        credit: (feed, n) => this.#turns.take(() => this.#machine.credit(feed, n)),
        cancelFeed: (feed, unused) => this.#turns.take(() => this.#machine.cancelStream(feed, unused)),
        undecodable: (...what) => undecodable(this.#resolved.settings, ...what),
      },
      consult,
    )
  }

  get state(): State {
    return this.#machine.state
  }

  /** What is shown of it, and of whatever belongs to it. */
  get shown(): { readonly address: string; readonly state: State } {
    return { address: formatAddress(this.address), state: this.state }
  }

  /** What may be shown of a request. */
  redacted(request: Uint8Array): Uint8Array {
    return this.#resolved.settings.redact(request)
  }

  get connected(): boolean {
    return this.#machine.state === 'ready'
  }

  /** The peer has closed, and all that it had sent is read. */
  get atEof(): boolean {
    return this.#machine.atEof
  }

  /** Bytes received and not read. */
  get inWaiting(): number {
    return this.#machine.inWaiting
  }

  /** Connections made so far. */
  get connectionCounter(): number {
    return this.#machine.connections
  }

  /** What is in force on the open socket; undefined without one. */
  get socketOptions(): SocketOptions | undefined {
    return this.#port.socketOptions
  }

  // ---- calls

  /** Starts a call; its `onValue` or `onError` is called once, perhaps before this returns. */
  start<T>(call: Call<T>): void {
    if (call.request === undefined && call.framing === undefined) {
      if (call instanceof Opening) this.#open(call)
      else call.deliver() // nothing was asked for
    } else if (tracing()) {
      call.trace = { address: this.address, request: call.request && this.redacted(call.request) }
      traceStart(call.trace, () => this.#begin(call))
    } else this.#begin(call)
  }

  #begin<T>(call: Call<T>): void {
    call.context = new AsyncResource(RESOURCE)
    this.#submit(call)
  }

  #submit<T>(call: Call<T>): void {
    if (this.#turns.consulting) {
      this.#turns.take(() => this.#submit(call))
      return
    }
    if (this.#heed(call.signal, call)) this.#machine.submit(call)
    if (call.unlimited) this.#patience.watch()
    this.#turns.over()
  }

  /** Ends it for its caller with an `AbortError` of this cause; nothing happens when it has ended already. */
  abort<T>(subject: Call<T> | Feed<T>, cause: unknown): void {
    this.#abort([subject], cause)
  }

  #open(call: Opening): void {
    call.context = new AsyncResource(RESOURCE)
    this.#turns.take(() => {
      if (this.#heed(call.signal, call)) this.#machine.open(call)
      if (call.unlimited) this.#patience.watch()
    })
  }

  /** Starts a feed. */
  subscribe<T>(feed: Feed<T>): void {
    feed.context = new AsyncResource(RESOURCE)
    this.#turns.take(() => {
      if (this.#heed(feed.signal, feed)) this.#machine.submit(feed)
    })
  }

  /**
   * Runs `fn` with the instrument for itself, when its turn comes; exactly one of `onValue` and `onError` is called,
   * once: `onError` with what `fn` threw. `onRefused` is told when the transaction is ended otherwise, before `fn` or in
   * the middle of it, whose result then goes nowhere; by default `onError` is. What is given ends it for its caller, as
   * `abort` does a call.
   *
   * @throws {TypeError | RangeError} that names the wrong option
   */
  transact<T>(
    fn: (operations: Operations) => T | PromiseLike<T>,
    options: TransactionOptions | undefined,
    onValue: (value: T) => void,
    onError: (error: unknown) => void,
    onRefused: (error: AnySockioError) => void = onError,
  ): (cause: unknown) => void {
    checkTransactionOptions(options)
    const context = new AsyncResource(RESOURCE)
    let over = false
    const settle = (tell: () => void) => {
      if (over) return
      over = true
      this.#forget(transaction)
      context.runInAsyncScope(tell)
    }
    const end = (tell: () => void) => {
      settle(tell)
      this.#turns.take(() => this.#machine.end(transaction))
    }
    const transaction = new Transaction(
      () =>
        runAsync(
          () => context.runInAsyncScope(() => fn(new Operations(this.#resolved, transaction))),
          (value) => end(() => onValue(value)),
          (error) => end(() => onError(error)),
        ),
      (error) => settle(() => onRefused(error)),
      this.#resolved.timeout,
      options,
    )
    this.#turns.take(() => {
      if (this.#heed(transaction.signal, transaction)) this.#machine.begin(transaction)
    })
    return (cause) => {
      if (!over) this.#abort([transaction], cause)
    }
  }

  /** Closes; `done` is called when the socket is gone. The next call opens again. */
  close(done: () => void): void {
    this.#turns.take(() => {
      this.#machine.close()
      this.#whenGone(done)
    })
  }

  /** Closes for good. */
  dispose(done: () => void): void {
    this.#turns.take(() => {
      this.#machine.dispose()
      this.#whenGone(done)
    })
  }

  #whenGone(done: () => void): void {
    const context = new AsyncResource(RESOURCE)
    this.#port.sockets.whenGone(() => {
      this.#turns.deliveries.push({ deliver: () => context.runInAsyncScope(done) })
      this.#turns.over()
    })
  }

  /** Takes all that was received and not read, at once. */
  takeInput(): Buffer {
    if (this.#turns.consulting) return asBuffer(new Uint8Array(0))
    const bytes = this.#machine.takeInput()
    this.#turns.over()
    return asBuffer(bytes)
  }

  // ---- signals

  /** False when the signal was aborted already: then the subject has ended. */
  #heed(signal: AbortSignal | undefined, subject: Exchange | Session): boolean {
    if (signal === undefined) return true
    if (signal.aborted) {
      this.#abort([subject], signal.reason)
      return false
    }
    this.#signals.watch(signal, subject)
    return true
  }

  #abort(subjects: Iterable<Exchange | Session>, reason: unknown): void {
    this.#turns.take(() => this.#machine.abort(subjects, reason))
  }

  #forget(subject: (Exchange | Session) & { readonly signal: AbortSignal | undefined }): void {
    if (subject.signal !== undefined) this.#signals.forget(subject.signal, subject)
  }

  // ---- the turn

  /** What an input came to: writes, and sets the alarm. */
  #settle(): void {
    const port = this.#port
    for (let flushed = port.flush(); flushed !== 'nothing'; flushed = port.flush()) {
      if (flushed === 'drained') this.#machine.drained(port.epoch)
      else if (flushed === 'blocked') this.#machine.blocked(port.epoch)
      else this.#machine.unwritten(port.epoch, flushed)
    }
    if (port.alarmAt !== Number.POSITIVE_INFINITY) this.#clock.alarm(port.alarmAt)
    else if (!port.dialled) {
      // Timers left over must not keep the process alive.
      this.#clock.stop()
      this.#patience.stop()
    }
  }

  #host(): PortHost {
    const tap = this.#notifications.tap('received')
    return {
      made: () => this.#clock.heard(),
      connected: (epoch) => {
        this.#clock.heard()
        this.#turns.take(() => this.#machine.connected(epoch))
      },
      received: (epoch, chunk) => {
        this.#clock.heard()
        tap?.(Buffer.from(chunk)).deliver() // its own: the chunk's memory is used again
        this.#machine.received(epoch, chunk)
        this.#turns.over()
      },
      eof: (epoch) => this.#turns.take(() => this.#machine.eof(epoch)),
      lost: (epoch, error) => this.#turns.take(() => this.#machine.lost(epoch, error)),
      drained: (epoch) => this.#turns.take(() => this.#machine.drained(epoch)),
      granted: (session) => this.#granted(session),
      refused: (session, error) => {
        if (session instanceof Transaction) session.onRefused(error)
      },
      hungUp: () => this.#notifications.eof(),
      stray: (bytes, origin) => this.#notifications.stray(bytes, origin),
      changed: (to, from, error) => this.#changed(to, from, error),
      settled: (exchange) => this.#forget(exchange),
    }
  }

  #granted(session: Session): void {
    if (session.stage !== 'begun') return // ended by what a user was told before
    if (session instanceof Transaction) {
      session.onGranted()
      return
    }
    const done = (failure?: { readonly error: unknown }) => this.#turns.take(() => this.#machine.end(session, failure))
    this.#context.runInAsyncScope(() => this.#runHook?.(this, new Operations(this.#resolved, session), done))
  }

  /** Called within the machine's turn: keeps for later what is to be told, with what is true now. */
  #changed(to: State, from: State, error: Error | undefined): void {
    const change = { to, from, error, retry: this.#machine.retry }
    this.#turns.deliveries.push({ deliver: () => this.#notifications.changed(change) })
  }
}
