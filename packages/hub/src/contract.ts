/**
 * What the owner of an instrument offers to whoever brings it clients. The façades on TCP and Unix sockets use this and
 * nothing else, and so do sessions over NATS.
 */
import type { Priority, Role } from './roles.ts'
import type { Snapshot } from './snapshot.ts'

/** May the owner write to its instrument now? Where there is one owner only, the answer is always yes. */
export interface Fence {
  /**
   * Asked before each attempt at a connection, and in the same turn in which bytes would go to the socket. After a `false`
   * nothing is written, the connection is destroyed, and the owner steps down with a `NotOwnerError`. It must not throw,
   * and is on the path of each exchange: a comparison with the monotonic clock, and nothing slower.
   */
  mayWrite(): boolean
}

/** A client as whoever brings it sees it: how its owner reaches it. The owner never calls these in the midst of `join`. */
export interface Guest {
  /** Who it is, in `++who`, in the status and in the audit log: `127.0.0.1:53412`, `nats:alice`. Need not be unique. */
  readonly name: string
  /** What it may do. Default `'full'`. */
  readonly role?: Role | undefined
  /** The priority of all that it sends, where no rule says another. Default `'normal'`. */
  readonly priority?: Priority | undefined
  /** Are its lines that begin with `++` for the hub? Default: what the instrument is set to. */
  readonly control?: boolean | undefined
  /** Must it say who it is, by its token, before anything else? Default false. */
  readonly locked?: boolean | undefined
  /** Who it is by its token (`++token`), and what it may do then; undefined: nobody, and it is ended. Default: tokens are unknown. */
  authenticate?(token: string): { readonly name: string; readonly role: Role } | undefined
  /**
   * Takes bytes for it: a whole reply, a line of the stream, an answer to `++`. They are the guest's to keep, and must not be
   * changed: several may be given the same.
   *
   * @returns false when that is enough for now: no other message of this client begins, and its lines of the stream wait in
   *   its bounded queue, until `Client.drained()`. Answers to what has begun still come.
   */
  send(bytes: Uint8Array): boolean
  /** More of it waits than it should: don't call `received` until `resume`. What is given all the same is kept. */
  pause(): void
  resume(): void
  /**
   * The owner has ended it, after the last `send`, once; not told after `leave`. `error` says why: what it asked for has
   * failed (the error of the engine, with `phase`, `sent` and `partial`), was refused, or the owner has stepped down.
   * Absent: the owner closes, and nothing of this client was under way. A reply that can't be given always ends its client,
   * so that no later one is taken for it. Its figures and its hold are gone already.
   */
  closed(error: Error | undefined): void
}

/** A client as its owner sees it; made by `Owner.join`. */
export interface Client {
  /**
   * Bytes that it has sent, in pieces of any size; what is kept of them is copied. Whole messages are queued, and begin when
   * their turn comes. `send` and `closed` may be called before this returns.
   */
  received(bytes: Uint8Array): void
  /** It can take more, after `Guest.send` gave false. */
  drained(): void
  /** It will say no more, but hears: what it has queued is still done and answered, and then `Guest.closed` is told. */
  finish(): void
  /**
   * It is gone. What it had queued is forgotten, its hold is over, its subscription too. What has begun goes on, and its
   * reply belongs to nobody. More than one call is harmless.
   */
  leave(): void
}

/** Limits of one exchange that has no session. Times in milliseconds. */
export interface OneShotOptions {
  /** Who asks, as `Guest.name`; one-shots of one name share one place in the fair queue. */
  readonly client: string
  readonly role?: Role | undefined
  readonly priority?: Priority | undefined
  /** Limit of everything: the queue, connecting, writing, reading. Default: what the connection has. */
  readonly timeout?: number | undefined
  /** Gives it up. What has begun goes on without it, and its reply belongs to nobody. */
  readonly signal?: AbortSignal | undefined
}

/** Who takes lines that nobody was owed. */
export interface LineTaker {
  /** One line, with its end; must not be changed. False: enough for now, until `Subscription.drained()`. */
  line(bytes: Uint8Array): boolean
  /** Nothing more comes; not told after `Subscription.leave()`. */
  closed(error: Error | undefined): void
}

/** What a slow taker causes: it keeps the newest of what fits, the newest line only, or is ended. */
export type StreamOverflow = 'dropOldest' | 'latest' | 'error'

/** A subscription to the lines that nobody was owed. */
export interface Subscription {
  /** Lines dropped so far, since its taker was slow. */
  readonly dropped: number
  drained(): void
  leave(): void
}

/** The one owner of an instrument: its connection, the queue before it, and all who share it. */
export interface Owner {
  /** The key of the configuration: `psu1`. */
  readonly name: string
  /** The instrument, as configured: `tcp://10.0.0.7:5025`. */
  readonly url: string
  /** Figures, clients and holds as they are now; plain data, made at each reading. */
  readonly state: Snapshot

  /** A client with a session. After `stepDown` or `close` its guest is told `closed` in the next turn. */
  join(guest: Guest): Client

  /**
   * Asks once, and gives the bytes of the whole reply, with its end of line. A message that by the rules owes no reply is
   * given the one line or block that its asker waits for.
   *
   * @param message text (its end of line is appended where it is missing), or bytes that have theirs
   * @throws {TypeError} for a message that is empty or more than one
   * @returns rejects with a `SockioError`: of the engine, `RefusedError`, `QueueFullError`, `TimeoutError`, `AbortError`,
   *   `NotOwnerError`; each with `phase` and `sent`
   */
  ask(message: string | Uint8Array, options: OneShotOptions): Promise<Buffer>
  /** As `ask`, with the reply as text, without the end of its last line. */
  query(message: string, options: OneShotOptions): Promise<string>
  /**
   * Tells once; done when the bytes are with the kernel.
   *
   * @throws {TypeError} for a message that owes a reply by the rules
   */
  write(message: string | Uint8Array, options: OneShotOptions): Promise<void>

  /** The lines that nobody is owed, from now on. `limit`: how many wait at most for a taker that is slow. */
  lines(taker: LineTaker, options?: { readonly overflow?: StreamOverflow; readonly limit?: number }): Subscription

  /**
   * Owns no more, at once: the connection is destroyed, and what was not handed to the kernel is never sent. Every client and
   * each call that has not begun ends with `error`; one that has, with an error of the engine that says what was `sent`.
   * Final: who owns again makes another. Twice is harmless.
   */
  stepDown(error: Error): void
  /** Takes no more, lets what is under way and queued end within `grace` ms (default 5000), then closes. Never rejects. */
  close(grace?: number): Promise<void>
}

/** One instrument of a hub that several compete for. */
export interface Candidate {
  readonly name: string
  readonly url: string
  /**
   * Makes the owner, once this hub may: its connection is made by the first message. May be called again after it has
   * stepped down or closed. Its façades are opened and closed by the hub, not by the network.
   */
  appoint(fence: Fence): Owner
  /**
   * The hub has taken office (an owner was appointed, and its façades are to be opened), or stands by (another hub has the
   * instrument, or nobody; the owner it had has stepped down). Told at each change, and once at the beginning.
   */
  told(office: 'owner' | 'standby'): void
  /** Something went wrong that is no error of a call: for the log. */
  failed(error: Error): void
}

/** What connects the hubs of a laboratory, and brings clients of other hosts: NATS. Without one, each hub owns all that it has. */
export interface Network {
  /** Competes for the instrument until `close`, and serves it to other hosts while it is the owner. */
  compete(candidate: Candidate): void
  /**
   * Takes no more from other hosts, waits for the owners to close (`closed` of each is what the hub awaits too), gives the
   * leases back, so that a standby need not wait for their time, and disconnects. Never rejects.
   *
   * @param owners closes the owners of this hub: called when nothing more is brought to them, before the leases go
   */
  close(owners: () => Promise<void>): Promise<void>
}
