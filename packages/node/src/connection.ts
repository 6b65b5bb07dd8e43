/** One connection to one instrument, with callbacks. Every flavour is a thin layer over it. */
import { AsyncResource } from 'node:async_hooks'
import {
  type Address,
  type AnySockioError,
  checkOptions,
  Fifo,
  formatAddress,
  type Here,
  type Machine,
  objectRule,
  type State,
  undecodable,
} from '@sockio/core'
import { type Call, type Listener, Opening } from './call.ts'
import { type Caller, Callers, javaScriptCore } from './callers.ts'
import { asBuffer } from './decode.ts'
import { traceStart, tracing } from './diagnostics.ts'
import { Driver } from './driver.ts'
import type { Feed, FeedSource } from './feed.ts'
import { Feeds } from './feeds.ts'
import { Operations } from './operations.ts'
import { type ConnectOptions, checkTransactionOptions } from './options.ts'
import { Place } from './place.ts'
import { Procedure } from './procedure.ts'
import { runAsync } from './reporter.ts'
import type { SocketOptions } from './socket-options.ts'
import { systemTime, type TimeSource } from './time-source.ts'
import type { Hook } from './told.ts'
import { Transaction, type TransactionOptions, type Work } from './transaction.ts'
import type { Through } from './transport.ts'
import type { Turns } from './turns.ts'

/** What async hooks see of us. */
const RESOURCE = 'SOCKIO'

const told = (tell: () => void) => tell()
const thrown = (error: unknown) => {
  throw error // of what was granted a hold, which does not
}

/**
 * Runs a hook with the operations of its session; `done` must be called once, with the failure if there was one. A
 * flavour with hooks of another kind than functions brings its own.
 */
export type RunHook = (
  connection: Connection,
  operations: Operations,
  done: (failure?: { readonly error: unknown }) => void,
) => void

/** How an instrument is held. */
export interface Holding {
  /** Limit of the wait for its turn, in ms. Default: the connection's. */
  readonly patience?: number | undefined
  readonly limits?: TransactionOptions | undefined
  /** Nothing of its caller's runs in it, who is told by a promise. */
  readonly contextless?: boolean
}

export class Connection {
  readonly address: Address
  /** Makes the calls that `start` takes. */
  readonly operations: Operations
  readonly #driver: Driver
  /** What async hooks see as the cause of its calls: a number, since Node's constructor takes an object several times as long. */
  readonly #cause: number
  readonly #time: TimeSource
  /** Of drivers. */
  #notes: Map<unknown, unknown> | undefined
  #callers: Callers | undefined
  /** None before the first stream. */
  #feeds: Feeds | undefined
  /** Of drivers, under way. No Set: a table that it outgrows keeps the next, so that one old table keeps all later garbage. */
  #procedures: Fifo<Procedure<unknown>> | undefined
  readonly #machine: Machine
  readonly #turns: Turns

  /**
   * Connects nothing yet: the first call, or `open`, does. `runHook` runs `options.onConnectionMade` in the way of the
   * flavour; `time` is for flavours whose users may control it; `through` is for who stands between it and its transport.
   *
   * @throws {TypeError | RangeError} that names the wrong or unknown option
   */
  constructor(
    address: Address,
    options: ConnectOptions<never>,
    runHook?: RunHook,
    time: TimeSource = systemTime,
    through: Through = (transport) => transport,
  ) {
    objectRule(address, 'address')
    checkOptions(options)
    const hook = runHook && hookOf(this, runHook)
    const context = new AsyncResource(RESOURCE)
    this.#cause = context.asyncId()
    this.#driver = new Driver(address, options, hook, time, context, through)
    const { resolved, machine, turns, conventions } = this.#driver
    this.#machine = machine
    this.#time = time
    this.#turns = turns
    this.address = resolved.settings.address
    this.operations = new Operations(conventions)
  }

  /** For flavours without promises: who makes the calls. */
  get callers(): Callers {
    this.#callers ??= new Callers()
    return this.#callers
  }

  /** Who has called `entry`, or the function whose last act it was, for `failed`; undefined where that finds it out by itself. */
  awaiting(entry: (...args: never[]) => unknown): Caller | undefined {
    return javaScriptCore ? this.callers.of(entry, 'last act') : undefined
  }

  /** Makes the feeds that `subscribe` takes. */
  get feeds(): Feeds {
    this.#feeds ??= this.#makeFeeds()
    return this.#feeds
  }

  #makeFeeds(): Feeds {
    const { resolved, machine, turns } = this.#driver
    const source: FeedSource = {
      credit: (feed, n) => turns.takeFor(feed, () => machine.credit(feed, n)),
      cancelFeed: (feed, unused) => turns.takeFor(feed, () => machine.cancelStream(feed, unused)),
      undecodable: (...what) => undecodable(resolved.settings, ...what),
    }
    return new Feeds(resolved, source, turns)
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
    return this.#driver.resolved.settings.redact(request)
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

  /** Another number for each connection that was made, or tried. */
  get epoch(): number {
    return this.#driver.port.epoch
  }

  /** What `here` has in numbers, for drivers in another thread. */
  get whereabouts(): readonly [epoch: number, told: number] {
    const { epoch, told } = this.#driver.port
    return [epoch, told]
  }

  /** What is in force on the open socket; undefined without one. */
  get socketOptions(): SocketOptions | undefined {
    return this.#driver.port.socketOptions
  }

  // ---- calls

  /**
   * Starts a call; exactly one method of the listener is called, once, perhaps before this returns. Without a listener
   * nobody is told.
   */
  start<T>(call: Call<T>, listener?: Listener<T>): void {
    if (listener !== undefined) call.listener = listener
    if (call.request === undefined && call.framing === undefined) {
      if (call instanceof Opening) this.#open(call)
      else if (call instanceof Procedure) this.#proceed(call)
      else call.deliver() // nothing was asked for
    } else if (tracing()) {
      call.trace = { address: this.address, request: call.request && this.redacted(call.request) }
      traceStart(call.trace, () => this.#begin(call))
    } else this.#begin(call)
  }

  #begin<T>(call: Call<T>): void {
    if (!call.promised || call.ownDecoder || call.trace !== undefined)
      call.context = new AsyncResource(RESOURCE, this.#cause)
    this.#submit(call)
  }

  #submit<T>(call: Call<T>): void {
    if (this.#turns.waits) {
      this.#turns.take(() => this.#submit(call))
      return
    }
    // A write may be out and not be done yet: a driver that asks then is to know of it.
    if (call.framing === undefined && !call.ofDriver) this.#driver.port.told++
    if (this.#driver.heed(call)) this.#machine.submit(call)
    if (call.unlimited) this.#driver.patience.watch()
    this.#turns.over()
  }

  /** Ends it for its caller with an `AbortError` of this cause; nothing happens when it has ended already. */
  abort<T>(subject: Call<T> | Feed<T>, cause: unknown): void {
    this.#driver.abort([subject], cause)
  }

  /** Which connection this is, for the steps of drivers. */
  get here(): Here {
    this.#notes ??= new Map()
    return new Place(this.#driver.resolved, this.#driver.port, this.#notes)
  }

  /** Milliseconds of its clock, which never go back. */
  now(): number {
    return this.#time.now()
  }

  /** Calls `wake` once, after `ms` of its clock, however many; what it returns prevents that. */
  after(ms: number, wake: () => void): () => void {
    const end = this.#time.now() + ms
    const look = (): void => {
      const left = end - this.#time.now()
      if (left <= 0) wake()
      else cancel = this.#time.after(Math.ceil(left), look)
    }
    let cancel = this.#time.after(Math.ceil(ms), look)
    return () => cancel()
  }

  #proceed<T>(procedure: Procedure<T>): void {
    const known = procedure as Procedure<unknown>
    if (!this.#driver.heed(procedure)) return
    this.#procedures ??= new Fifo()
    const procedures = this.#procedures
    procedures.push(known)
    procedure.begin(this, () => {
      procedures.remove(known)
      this.#driver.forget(procedure)
    })
  }

  #open(call: Opening): void {
    call.context = new AsyncResource(RESOURCE)
    this.#turns.take(() => {
      if (this.#driver.heed(call)) this.#machine.open(call)
      if (call.unlimited) this.#driver.patience.watch()
    })
  }

  /** Starts a feed. */
  subscribe<T>(feed: Feed<T>): void {
    feed.context = new AsyncResource(RESOURCE)
    this.#turns.take(() => {
      if (this.#driver.heed(feed)) this.#machine.submit(feed)
    })
  }

  /**
   * Has `give` hand frames of a feed to its consumer, where he leaves the stream by what he does with one. It calls
   * `returned` when he has: the calls that he has begun meanwhile start then.
   */
  hand<T>(feed: Feed<T>, give: () => void): void {
    this.#turns.hand(feed, give)
  }

  /** The consumer of a frame that is handed out within `hand` has returned. */
  returned<T>(feed: Feed<T>): void {
    this.#turns.returned(feed)
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
    const run: Work<T>['run'] = (operations, done, failed) => runAsync(() => fn(operations), done, failed)
    return this.#transact({ run, onValue, onError, onRefused }, this.#driver.resolved.timeout, options)
  }

  /**
   * Gives `granted` operations that have the instrument for themselves, until it calls `end` with what tells its user;
   * `refused` is told when that is ended otherwise, before or in the midst of it. What is given ends it for its caller.
   *
   * @throws {TypeError | RangeError} that names the wrong option
   */
  hold(
    granted: (operations: Operations, end: (tell: () => void) => void) => void,
    { patience = this.#driver.resolved.timeout, limits, contextless }: Holding,
    refused: (error: AnySockioError) => void,
  ): (cause: unknown) => void {
    checkTransactionOptions(limits)
    const work = { run: granted, onValue: told, onError: thrown, onRefused: refused }
    return this.#transact(work, patience, limits, contextless)
  }

  #transact<T>(
    work: Work<T>,
    patience: number | undefined,
    options: TransactionOptions | undefined,
    contextless?: boolean,
  ): (cause: unknown) => void {
    const forget = () => this.#driver.forget(transaction)
    const transaction: Transaction<T> = new Transaction(work, patience, options, forget, contextless)
    this.#turns.take(() => {
      if (this.#driver.heed(transaction)) this.#machine.begin(transaction)
      if (transaction.waitsUnlimited) this.#driver.patience.watch()
    })
    return (cause) => {
      if (!transaction.told) this.#driver.abort([transaction], cause)
    }
  }

  /** Closes; `done` is called when the socket is gone. The next call opens again. */
  close(done: () => void): void {
    this.#turns.take(() => {
      this.#machine.close()
      this.#whenGone(done)
    })
    this.#closeProcedures()
  }

  /** Closes for good. */
  dispose(done: () => void): void {
    this.#turns.take(() => {
      this.#machine.dispose()
      this.#whenGone(done)
    })
    this.#closeProcedures()
  }

  /** Those that are under way now, and none that somebody begins who is told of their end. */
  #closeProcedures(): void {
    const procedures = this.#procedures
    for (const each of procedures?.toArray() ?? []) if (procedures?.includes(each)) each.closed()
  }

  #whenGone(done: () => void): void {
    const context = new AsyncResource(RESOURCE)
    this.#driver.port.sockets.whenGone(() => {
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
}

function hookOf(connection: Connection, runHook: RunHook): Hook {
  return (operations, done) => runHook(connection, operations, done)
}
