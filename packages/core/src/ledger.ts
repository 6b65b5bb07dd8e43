/** The exchanges of a machine from submission to settlement: refused, done, timed out, aborted, cut or broken. */
import { Arrived } from './arrived.ts'
import type { Circumstances, Owed, Subject } from './blame.ts'
import type { AnySockioError } from './errors.ts'
import type { Exchange } from './exchange.ts'
import { OversizedFrame } from './framing/framing.ts'
import type { Lanes } from './lanes.ts'
import type { ErrorFor } from './link.ts'
import type { Parts } from './parts.ts'
import { LimitOverrun } from './receive-buffer.ts'
import type { Host } from './scheduler.ts'
import { Session } from './session.ts'

const NEVER = Number.POSITIVE_INFINITY

export class Ledger implements Host {
  readonly #parts: Parts
  /** Calls of `open()` that wait. */
  readonly #opening = new Set<Exchange>()
  /** Exchanges that have not begun. */
  #waiting = 0

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Does anything need a connection? */
  get wanted(): boolean {
    const { scheduler, settings, sessions } = this.#parts
    const { root } = scheduler
    if (this.#opening.size > 0 || root.stream?.stream?.reconnect === true) return true
    if (!settings.autoReconnect) return false
    const held = sessions.running ? 1 : 0 // a transaction keeps its place when its connection is gone
    return root.stream !== undefined || root.writers.length > held || root.readers.length > held
  }

  // ---- in

  /** Why a call can't be taken; `exchange` is absent for a transaction. */
  refusal(exchange: Exchange | undefined): AnySockioError | undefined {
    const { blame, link, settings, scheduler } = this.#parts
    const { state } = link
    if (link.disposed) return blame.closed(exchange, state, true)
    const reads = exchange === undefined || exchange.framing !== undefined
    const { stream } = scheduler.root
    if (reads && stream !== undefined && (stream.stream?.match === undefined || exchange?.stream !== undefined)) {
      return blame.streamActive(exchange, state)
    }
    if (exchange !== undefined && this.#waiting >= settings.maxQueue && this.#mustWait(exchange)) {
      return blame.queueFull(exchange, state, settings.maxQueue, this.owed(exchange))
    }
    if (state !== 'idle' || settings.autoReconnect || exchange?.stream?.reconnect === true) return undefined
    const reader = reads && exchange?.request === undefined && exchange?.stream?.match === undefined
    const leftovers = reader && scheduler.inbox.length > 0
    return leftovers ? undefined : blame.notConnected(exchange, state)
  }

  /** Something is ahead of it already. */
  #mustWait(exchange: Exchange): boolean {
    const { root } = this.#parts.scheduler
    const ahead = exchange.request === undefined ? root.readers : root.writers
    return ahead.length > 0 || this.#parts.link.state !== 'ready'
  }

  submit(exchange: Exchange): void {
    const { session } = exchange
    const { sessions, scheduler } = this.#parts
    const refusal = session === undefined ? this.refusal(exchange) : sessions.refusal(exchange, session)
    if (refusal !== undefined) {
      this.settle(exchange, refusal)
      return
    }
    if (exchange.stream !== undefined) (session?.lanes ?? scheduler.root).stream = exchange
    this.enter(exchange)
  }

  /** Has it stand in its lanes, whoever may want it. */
  enter(exchange: Exchange): void {
    this.#enqueue(exchange)
    this.lanesOf(exchange).add(exchange)
  }

  open(exchange: Exchange): void {
    const { link, blame } = this.#parts
    if (link.disposed) this.settle(exchange, blame.closed(exchange, link.state, true))
    else if (link.state === 'ready') this.settle(exchange, blame.alreadyOpen(exchange, link.state))
    else {
      this.#enqueue(exchange)
      this.#opening.add(exchange)
    }
  }

  #enqueue(exchange: Exchange): void {
    exchange.stage = 'queued'
    this.#waiting++
    const { deadlines, turn } = this.#parts
    if (exchange.timeout !== NEVER) deadlines.set(exchange, turn.now + exchange.timeout)
  }

  // ---- the host of the scheduler

  get up(): boolean {
    return this.#parts.link.up
  }

  get doomed(): boolean {
    return this.#parts.link.doomed
  }

  began(exchange: Exchange): void {
    if (exchange.stage === 'queued') this.#waiting--
    exchange.stage = 'begun'
    this.#parts.link.used()
    if (exchange.session !== undefined && exchange.request !== undefined) exchange.session.first ??= exchange
  }

  done(exchange: Exchange): void {
    if (exchange.request !== undefined && exchange.framing !== undefined && exchange.session?.kind !== 'hook')
      this.#parts.link.answered()
    if (!exchange.orphan) this.settle(exchange)
  }

  /** The error of a reply that can't be read. */
  breach(exchange: Exchange, cause: Error, arrived: Arrived): AnySockioError {
    const { blame, link, settings } = this.#parts
    if (cause instanceof LimitOverrun) return blame.overrun(exchange, link.state, settings.bufferSize, arrived)
    if (cause instanceof OversizedFrame) return blame.oversized(exchange, link.state, cause, arrived)
    return blame.malformed(exchange, link.state, cause, arrived)
  }

  broken(exchange: Exchange, cause: Error): void {
    const { scheduler, link } = this.#parts
    const error = this.breach(exchange, cause, this.arrived(exchange) ?? this.waiting())
    scheduler.inbox.clear()
    if (exchange.stream !== undefined) this.#parts.streams.end(exchange, error)
    else if (!exchange.orphan) {
      this.lanesOf(exchange).remove(exchange)
      this.settle(exchange, error)
    }
    link.doom(error)
  }

  overflowed(exchange: Exchange): void {
    this.#parts.streams.overflowed(exchange)
  }

  waits(exchange: Exchange, fed: boolean): void {
    this.#parts.streams.waits(exchange, fed)
  }

  paced(time: number): void {
    this.#parts.deadlines.set(this.#parts.paceTimer, time)
  }

  hushed(time: number): void {
    const { deadlines, quietTimer } = this.#parts
    if (quietTimer.slot < 0 || quietTimer.deadline !== time) deadlines.set(quietTimer, time)
  }

  granted(session: Session): void {
    this.#parts.link.used()
    this.#parts.sessions.granted(session)
    this.#parts.effects.granted(session)
  }

  // ---- out

  settle(exchange: Exchange, error?: AnySockioError): void {
    if (exchange.stage === 'queued') this.#waiting--
    exchange.stage = 'settled'
    if (exchange.slot >= 0) this.#parts.deadlines.delete(exchange)
    this.#parts.effects.settle(exchange, error)
  }

  lanesOf(exchange: Exchange): Lanes {
    return exchange.session?.lanes ?? this.#parts.scheduler.root
  }

  /** The frames that an exchange has taken, and what of the next has arrived: a copy, for its error. */
  arrived(exchange: Exchange): Arrived | undefined {
    if (exchange.framing === undefined) return undefined
    const { scheduler, settings } = this.#parts
    const head = exchange.stage === 'begun' && this.lanesOf(exchange).readers.peek() === exchange
    const next = head && scheduler.lanes === this.lanesOf(exchange) ? scheduler.inbox : undefined
    return Arrived.of(exchange.replies ?? [], next, settings.allocate)
  }

  /** What waits in the inbox: a copy, for an error. */
  waiting(): Arrived {
    return Arrived.of([], this.#parts.scheduler.inbox, this.#parts.settings.allocate)
  }

  /** What holds it up that is no other caller's: a late reply, or a stream that was left and is not silent. */
  owed(subject: Exchange | Session): Owed | undefined {
    const { scheduler, effects } = this.#parts
    const lanes = subject instanceof Session ? scheduler.root : this.lanesOf(subject)
    const orphan = lanes.owedBefore(subject)
    if (orphan !== undefined) return { request: orphan.request as Uint8Array, ago: effects.now() - orphan.deadline }
    return scheduler.holdsUp(subject) ? scheduler.aftermath : undefined
  }

  /** What keeps a call or a transaction waiting, as far as the engine knows. */
  circumstances(subject: Exchange | Session): Circumstances {
    const { link, scheduler, effects } = this.#parts
    const outside = subject instanceof Session ? subject.stage === 'queued' : subject.session === undefined
    return {
      failure: link.failure,
      tried: link.state === 'connecting' ? effects.attempted?.() : undefined,
      owed: this.owed(subject),
      held: outside && subject.stage === 'queued' && scheduler.session?.kind === 'transaction',
      unended: scheduler.unended,
    }
  }

  /** The calls that wait, that no limit will end, and of which nobody has said so; oldest first. Streams are made to wait. */
  unlimited(): Exchange[] {
    const { scheduler } = this.#parts
    const { root, session } = scheduler
    const items = new Set<Exchange | Session>(scheduler.writing)
    for (const { readers, writers } of session === undefined ? [root] : [session.lanes, root]) {
      for (const item of [...readers.toArray(), ...writers.toArray()]) items.add(item)
    }
    for (const item of this.#opening) items.add(item)
    return [...items].filter((item): item is Exchange => !(item instanceof Session) && this.#isUnlimited(item))
  }

  #isUnlimited({ stage, unlimited, stream, orphan, session }: Exchange): boolean {
    if (stage === 'settled' || !unlimited || stream !== undefined || orphan) return false
    if (session?.kind === 'hook') return this.#parts.settings.connectionTimeout === NEVER
    return session?.unlimited ?? true
  }

  /** What would be said of a call if it had a limit of `waited` ms that is over now. */
  explain(exchange: Exchange, waited: number): string {
    const known = { ...this.circumstances(exchange), arrived: this.arrived(exchange) }
    return this.#parts.blame.timeout(exchange, this.#parts.link.state, waited, known).message
  }

  expired(exchange: Exchange): void {
    const { blame, link } = this.#parts
    const waited = exchange.stream?.timeout ?? exchange.timeout
    const known = this.circumstances(exchange)
    this.abandon(exchange, (arrived) => blame.timeout(exchange, link.state, waited, { ...known, arrived }))
  }

  /** Ends an exchange early for its caller. What that does to the connection depends on how far it got: it may have to go. */
  abandon(exchange: Exchange, why: (arrived?: Arrived) => AnySockioError): void {
    if (exchange.stage === 'settled') return
    const error = why(this.arrived(exchange))
    if (exchange.stream !== undefined) {
      this.#parts.streams.abandon(exchange, error)
      return
    }
    const { settings, scheduler, link } = this.#parts
    const lanes = this.lanesOf(exchange)
    const begun = exchange.stage === 'begun'
    const written = begun && exchange.request !== undefined
    const out = written && !scheduler.writing.includes(exchange)
    if (out && settings.resync === 'discard' && exchange.framing?.bounded === true) {
      lanes.orphan(exchange)
      this.settle(exchange, error)
      exchange.deadline = this.#parts.effects.now()
      return
    }
    const reading = lanes.readers.peek() === exchange
    if (!this.#opening.delete(exchange)) lanes.remove(exchange)
    this.settle(exchange, error)
    if (exchange.framing?.line !== true) scheduler.inbox.resift()
    if (!written && !(begun && exchange.consumed && settings.resync === 'reconnect')) return
    if (reading) scheduler.inbox.clear() // what had arrived of its reply is in its error
    link.doom(error)
  }

  // ---- the connection

  opened(): void {
    if (this.#opening.size > 0) this.#parts.link.used()
    for (const exchange of this.#opening) this.settle(exchange)
    this.#opening.clear()
  }

  /** Back to what it was before it began. */
  requeue(exchange: Exchange): void {
    exchange.restart()
    this.#waiting++
  }

  // ---- the end of many

  /** Fails what waits for a connection; streams that reconnect go on waiting. */
  failQueued(errorFor: ErrorFor): void {
    const { scheduler, sessions } = this.#parts
    this.#failOpening(errorFor)
    const { root } = scheduler
    for (const item of new Set([...root.writers.toArray(), ...root.readers.toArray()])) {
      if (item instanceof Session) {
        if (item.stage === 'queued') sessions.expire(item, errorFor(item))
      } else if (item.stream?.reconnect !== true) {
        root.remove(item)
        if (item.stream !== undefined) this.#parts.streams.end(item, errorFor(item))
        else if (!item.orphan) this.settle(item, errorFor(item))
      }
    }
    if (root.stream?.stream?.reconnect !== true) this.#parts.streams.fail(errorFor)
  }

  #failOpening(errorFor: ErrorFor): void {
    for (const exchange of this.#opening) this.settle(exchange, errorFor(exchange))
    this.#opening.clear()
  }

  /** Ends everything, in whatever stage, without a thought for the connection. */
  failAll(errorFor: (subject: Subject, arrived?: Arrived) => AnySockioError): void {
    const { scheduler, sessions } = this.#parts
    this.#failOpening(errorFor)
    const { session } = scheduler
    const exchanges = new Set<Exchange | Session>(scheduler.writing)
    for (const lanes of [scheduler.root, ...(session === undefined ? [] : [session.lanes])]) {
      for (const item of [...lanes.writers.toArray(), ...lanes.readers.toArray()]) exchanges.add(item)
    }
    // All errors first: when a reader leaves its lane, the next would take what had arrived for its own.
    const errors = new Map<Exchange, AnySockioError>()
    for (const exchange of exchanges) {
      if (exchange instanceof Session || exchange.stage === 'settled') continue
      errors.set(exchange, errorFor(exchange, this.arrived(exchange)))
    }
    for (const [exchange, error] of errors) {
      if (exchange.stream !== undefined) this.#parts.streams.end(exchange, error)
      else {
        this.lanesOf(exchange).remove(exchange)
        this.settle(exchange, error)
      }
    }
    this.#parts.streams.fail(errorFor)
    sessions.fail(errorFor)
    scheduler.root.takeInFlight() // nothing is owed any more
  }

  /** A transaction is over before its exchanges are. */
  failSession(session: Session, cause: unknown): void {
    const { blame, link, scheduler } = this.#parts
    const items = new Set<Exchange | Session>(scheduler.writing.filter((exchange) => exchange.session === session))
    for (const item of [...session.lanes.readers.toArray(), ...session.lanes.writers.toArray()]) items.add(item)
    for (const item of items) {
      if (item instanceof Session) continue
      this.abandon(item, (arrived) => blame.aborted(item, link.state, cause, arrived))
    }
  }
}
