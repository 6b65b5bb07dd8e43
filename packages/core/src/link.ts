/**
 * The record of one link: all its state in one place, grouped by the one file that changes it (a test holds that). The
 * functions that do are in those files, each of which knows only what is below it.
 */
import type { Aftermath } from './aftermath.ts'
import { Blame } from './blame.ts'
import { Deadlines, type Timer } from './deadlines.ts'
import type { Effects } from './effects.ts'
import type { Exchange } from './exchange.ts'
import { Fifo } from './fifo.ts'
import { Inbox } from './inbox.ts'
import { Lanes } from './lanes.ts'
import type { Session } from './session.ts'
import type { Settings } from './settings.ts'
import type { State } from './state.ts'

/** As long as no connection was lost. */
const NO_LOSS = { eof: true, cause: undefined }
const NONE: readonly Exchange[] = []

export class Link {
  readonly settings: Settings
  readonly effects: Effects
  readonly deadlines = new Deadlines<Exchange | Session | Timer>()
  /** The lanes of all that belongs to no session. */
  readonly root = new Lanes()
  readonly inbox: Inbox

  // ---- machine.ts
  /** The time of the turn, once it was asked for. */
  time: number | undefined = undefined

  // ---- lifecycle.ts
  state: State = 'idle'
  /** When a connection attempt, a backoff, or the grace of `close()` is over: never two at once. */
  due = Number.POSITIVE_INFINITY
  /** The number of the connection, or of the attempt to get one. */
  epoch = 0
  /** Failed attempts in a row. */
  attempt = 0
  /** The delay in ms before the attempt that is waited for. */
  delay = 0
  /** Connections, in a row, that were lost before they were of use. */
  fruitless = 0
  /** When the connection was made. */
  since = 0
  /** Has the present connection, or the last one, ever given a byte? */
  heard = false
  /** Has the peer of it said goodbye? */
  hungUp = false
  /** The socket is there, and nothing may be written yet. */
  settling = false
  /** When a connection that was just made may be written to. */
  settleTimer: Timer | undefined = undefined
  /** Why there is no connection yet: what the last attempt failed with. */
  failure: Error | undefined = undefined
  /** Connections that became ready so far. */
  connections = 0
  /** It is, or will be, closed for good. */
  disposed = false

  // ---- ledger.ts
  /** Exchanges that have not begun. */
  waiting = 0
  /** Calls of `open()` that wait. */
  readonly opening = new Fifo<Exchange>()
  /** Has the connection answered a request? */
  answered = false
  /** Was something begun on it, or was it what was asked for? */
  used = false
  /** Why the connection must go. Whoever finds out says so by `doom`; only `lifecycle.ts` acts on it, in the same turn. */
  doomed: Error | undefined = undefined

  // ---- sessions.ts
  hook: Session | undefined = undefined
  /** The transaction that holds its place, whatever became of its connection. */
  transaction: Session | undefined = undefined
  /** The session whose exchanges run now: the hook, else the transaction. */
  session: Session | undefined = undefined

  // ---- streams.ts
  /** The stream that there is; sessions have none. */
  stream: Exchange | undefined = undefined

  // ---- silence.ts
  /** What had come up to then was read. */
  readAt = 0
  /** What waits in the kernel is to be read before anything is asked: since when. */
  lookTimer: Timer | undefined = undefined
  /** The end of the silence that a stream which was left owes; only while somebody waits for that. */
  quietTimer: Timer | undefined = undefined
  /** What the stream that was left last may still send, or what a full buffer has left in the kernels. */
  aftermath: Aftermath | undefined = undefined
  /** Writes that are with the kernel, which takes them for a peer that has closed as well: done when the socket was read. */
  doubted: Exchange[] | undefined = undefined
  /** A request waits for the look at the socket; for writes alone, which have gone out, no limit stands still. */
  heldUp = false
  /** A stream with `match` that was left: what matches is still kept from those whose replies are under way. */
  sieve: Exchange | undefined = undefined

  // ---- scheduler.ts
  /** Begun and not yet known to be with the kernel, oldest first. */
  readonly written = new Fifo<Exchange>()
  /** A part of what was begun may not have left yet. */
  blocked = false
  /** Bytes that the driver was handed and has not told to be out. */
  ahead = 0
  /** The socket is not read. */
  paused = false
  /** The end of the silence that ends a reply, once some of it is there. */
  silenceTimer: Timer | undefined = undefined
  /** The reader whose reply ends with the silence that is timed. */
  listener: Exchange | undefined = undefined
  /** Nothing more comes, for now or for ever: a reply that ends so is there. */
  silent = false
  /** When the next write may begin, by `pacing`. */
  notBefore = 0
  /** When that is awaited. */
  paceTimer: Timer | undefined = undefined
  /** The latest write on this connection, when it had no end of line and nothing was answered since. */
  unended: Uint8Array | undefined = undefined

  // ---- recovery.ts
  /** Why the connection that left bytes behind is gone. */
  loss: { readonly eof: boolean; readonly cause: unknown } = NO_LOSS
  /** What was handed to a dead socket: for the next connection. */
  unwritten: readonly Exchange[] = NONE

  constructor(settings: Settings, effects: Effects) {
    this.settings = settings
    this.effects = effects
    this.inbox = new Inbox(settings.allocate, settings.bufferSize)
  }

  /** Makes errors; made when there is one to make, as most links never need. */
  get blame(): Blame {
    return new Blame(this.settings, this)
  }

  /** The time of the turn: taken once, when it is asked for first. What is done in one turn is done at one time. */
  get now(): number {
    this.time ??= this.effects.now()
    return this.time
  }

  /** Is there a connection that calls may use? */
  get up(): boolean {
    return this.state === 'ready' || this.state === 'initialising'
  }

  /** Is there a socket that what comes is read from? One that has to settle is not up yet. */
  get listening(): boolean {
    return this.up || this.settling
  }

  /** The lanes that move: those of the session that runs, else everybody's. */
  get lanes(): Lanes {
    return this.session?.lanes ?? this.root
  }
}
