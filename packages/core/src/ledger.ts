/** The exchanges of a machine from submission to settlement: refused, done, timed out, aborted, cut or broken. */
import type { AnySockioError } from './errors.ts'
import type { Exchange } from './exchange.ts'
import { holdAll, passHeld } from './feed.ts'
import { MalformedFrame } from './framing/framing.ts'
import type { Lanes } from './lanes.ts'
import type { ErrorFor } from './link.ts'
import type { Parts } from './parts.ts'
import { sendAgain } from './recovery.ts'
import type { Host } from './scheduler.ts'
import { Session } from './session.ts'

const NEVER = Number.POSITIVE_INFINITY

/** Why the connection that left bytes behind is gone. */
interface Loss {
  readonly eof: boolean
  readonly cause: unknown
}

export class Ledger implements Host {
  readonly #parts: Parts
  /** Calls of `open()` that wait. */
  readonly #opening = new Set<Exchange>()
  /** Exchanges that have not begun. */
  #waiting = 0
  #loss: Loss = { eof: true, cause: undefined }

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
      return blame.queueFull(exchange, state, settings.maxQueue)
    }
    if (state !== 'idle' || settings.autoReconnect || exchange?.stream?.reconnect === true) return undefined
    const leftovers = reads && exchange?.request === undefined && scheduler.inbox.length > 0
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
    this.#enqueue(exchange)
    const lanes = session?.lanes ?? scheduler.root
    if (exchange.stream !== undefined) lanes.stream = exchange
    if (exchange.stream?.match === undefined) lanes.add(exchange) // a stream with `match` stands beside the lane
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
    const { deadlines, effects } = this.#parts
    if (exchange.timeout !== NEVER) deadlines.set(exchange, effects.now() + exchange.timeout)
  }

  // ---- the host of the scheduler

  began(exchange: Exchange): void {
    if (exchange.stage === 'queued') this.#waiting--
    exchange.stage = 'begun'
  }

  done(exchange: Exchange): void {
    if (!exchange.orphan) this.settle(exchange)
  }

  broken(exchange: Exchange, cause: Error): void {
    const { blame, scheduler, settings, link } = this.#parts
    const partial = this.#partial(exchange) ?? scheduler.inbox.peek()
    const error =
      cause instanceof MalformedFrame
        ? blame.malformed(exchange, link.state, cause, partial)
        : blame.overrun(exchange, link.state, settings.bufferSize, partial)
    scheduler.inbox.clear()
    if (exchange.stream !== undefined) this.endStream(exchange, error)
    else if (!exchange.orphan) {
      this.#lanesOf(exchange).remove(exchange)
      this.settle(exchange, error)
    }
    link.drop(error)
  }

  overflowed(exchange: Exchange): void {
    const { blame, link, settings } = this.#parts
    this.endStream(exchange, blame.overflow(exchange, link.state, settings.bufferSize))
  }

  /** A stream waits for a frame, or no longer does: its own limit is for one frame. */
  waits(exchange: Exchange, fed: boolean): void {
    const { stream } = exchange
    if (stream === undefined || stream.timeout === NEVER) return
    const { deadlines, effects } = this.#parts
    if (stream.credit === 0) deadlines.delete(exchange)
    else if (fed || exchange.slot < 0) deadlines.set(exchange, effects.now() + stream.timeout)
  }

  paced(time: number): void {
    this.#parts.deadlines.set(this.#parts.paceTimer, time)
  }

  granted(session: Session): void {
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

  #lanesOf(exchange: Exchange): Lanes {
    return exchange.session?.lanes ?? this.#parts.scheduler.root
  }

  /** The frames that an exchange has taken, and what of the next has arrived: a copy, for its error. */
  #partial(exchange: Exchange): Uint8Array | undefined {
    if (exchange.framing === undefined) return undefined
    const { scheduler, settings } = this.#parts
    const parts = [...(exchange.replies ?? [])]
    const head = exchange.stage === 'begun' && this.#lanesOf(exchange).readers.peek() === exchange
    if (head && scheduler.lanes === this.#lanesOf(exchange)) parts.push(scheduler.inbox.peek())
    const all = settings.allocate(parts.reduce((sum, part) => sum + part.length, 0))
    let at = 0
    for (const part of parts) {
      all.set(part, at)
      at += part.length
    }
    return all
  }

  expired(exchange: Exchange): void {
    const { blame, link } = this.#parts
    const waited = exchange.stream?.timeout ?? exchange.timeout
    this.abandon(exchange, (partial) => blame.timeout(exchange, link.state, waited, partial))
  }

  /** Ends an exchange early for its caller; what that does to the connection depends on how far it got. */
  abandon(exchange: Exchange, why: (partial?: Uint8Array) => AnySockioError): void {
    if (exchange.stage === 'settled') return
    const error = why(this.#partial(exchange))
    if (exchange.stream !== undefined) {
      this.endStream(exchange, error)
      return
    }
    const { settings, link } = this.#parts
    const lanes = this.#lanesOf(exchange)
    const begun = exchange.stage === 'begun'
    const written = begun && exchange.request !== undefined
    if (written && settings.resync === 'discard' && exchange.sent === 'yes' && exchange.framing?.bounded === true) {
      lanes.orphan(exchange)
      this.settle(exchange, error)
      return
    }
    if (!this.#opening.delete(exchange)) lanes.remove(exchange)
    this.settle(exchange, error)
    if (written || (begun && exchange.consumed && settings.resync === 'reconnect')) link.drop(error)
  }

  endStream(exchange: Exchange, error?: AnySockioError): void {
    const { root, inbox } = this.#parts.scheduler
    root.remove(exchange)
    if (root.stream === exchange) {
      root.stream = undefined
      if (exchange.stream?.match !== undefined && exchange.stage === 'begun') inbox.sifting(false)
    }
    this.settle(exchange, error)
  }

  /** A consumer ends its stream; frames that it was given and did not use go back into the buffer. */
  cancelStream(exchange: Exchange, unused: readonly Uint8Array[]): void {
    if (exchange.stage === 'settled') return
    const { stream } = exchange
    const plain = stream?.match === undefined && stream?.ending === undefined && stream?.held.length === 0
    if (plain && exchange.stage === 'begun') {
      for (let i = unused.length - 1; i >= 0; i--) this.#parts.scheduler.inbox.unread(unused[i] as Uint8Array)
    }
    this.endStream(exchange)
  }

  credit(exchange: Exchange, n: number): void {
    const { stream } = exchange
    if (stream === undefined || exchange.stage === 'settled') return
    stream.credit += n
    if (stream.ending !== undefined) this.#feedEnding(exchange)
    else {
      passHeld(exchange, this.#parts.effects)
      this.waits(exchange, false)
    }
  }

  // ---- the connection

  opened(): void {
    for (const exchange of this.#opening) this.settle(exchange)
    this.#opening.clear()
  }

  /** A new connection begins with nothing: what the one before left is set aside. */
  reportLeftovers(): void {
    const { scheduler, effects } = this.#parts
    const left = scheduler.inbox.takeAll()
    scheduler.inbox.clear()
    if (left.length > 0) effects.stray(left)
  }

  /** Without a connection, reads get what the last one left; the first that it is not enough for learns of its end. */
  readLeftovers(): void {
    const { scheduler } = this.#parts
    if (scheduler.inbox.length === 0) return
    scheduler.readLeftovers()
    const head = scheduler.root.readers.peek()
    if (head !== undefined && head.stage === 'begun' && !(head instanceof Session)) {
      this.cut(this.#loss.eof, this.#loss.cause)
    }
  }

  /** The socket was dead when it was written to: what has not left goes out, whole, on the next connection. */
  putBack(): void {
    const { scheduler } = this.#parts
    if (scheduler.session !== undefined) return // a session never moves to another connection
    const unwritten = scheduler.takeUnwritten()
    for (const exchange of unwritten) {
      exchange.restart()
      this.#waiting++
    }
    scheduler.root.restore(unwritten)
  }

  /** The connection is gone: ends what it cut, and puts back what may be sent again. */
  cut(eof: boolean, cause: unknown): void {
    const { scheduler, blame, link } = this.#parts
    this.#loss = { eof, cause }
    const { root, lanes } = scheduler
    const head = lanes.readers.peek()
    const reader = head instanceof Session || head?.stage === 'queued' ? undefined : head
    const partial = reader === undefined ? undefined : this.#partial(reader)
    const lost = (exchange: Exchange) => {
      const arrived = exchange === reader ? partial : this.#partial(exchange)
      this.settle(exchange, blame.lost(exchange, link.state, eof, cause, arrived))
    }
    if (scheduler.session !== undefined) this.#cutSession(scheduler.session, lost, cause)
    const late = scheduler.writing.filter((exchange) => exchange.stage === 'begun' && exchange.session === undefined)
    const sent = root.takeInFlight().filter((exchange) => !late.includes(exchange))
    const again: Exchange[] = []
    for (const exchange of [...sent, ...late]) {
      if (!sendAgain(exchange)) lost(exchange)
      else {
        again.push(exchange)
        this.#waiting++
      }
    }
    root.restore(again)
    if (reader !== undefined && reader.stage === 'begun' && reader.stream === undefined) {
      root.remove(reader)
      lost(reader)
    }
    if (root.stream?.stage === 'begun') this.#cutStream(root.stream, reader, eof, cause)
    if (reader !== undefined) scheduler.inbox.clear()
    scheduler.reset()
  }

  #cutSession(session: Session, lost: (exchange: Exchange) => void, cause: unknown): void {
    const { blame, link } = this.#parts
    const exchanges = new Set([...session.lanes.readers.drain(), ...session.lanes.writers.drain()])
    for (const exchange of this.#parts.scheduler.writing) if (exchange.session === session) exchanges.add(exchange)
    session.lanes.takeInFlight()
    for (const exchange of exchanges) {
      if (exchange instanceof Session || exchange.stage === 'settled') continue
      if (exchange.stage === 'begun') lost(exchange)
      else this.settle(exchange, blame.notConnected(exchange, link.state, cause))
    }
  }

  /** A running stream goes on with the next connection, or ends once all that had arrived is taken. */
  #cutStream(exchange: Exchange, reader: Exchange | undefined, eof: boolean, cause: unknown): void {
    const { scheduler, effects, blame, link, deadlines } = this.#parts
    const { root, inbox } = scheduler
    const { stream } = exchange
    if (stream === undefined) return
    holdAll(exchange, inbox)
    const shared = reader !== undefined && reader !== exchange // the rest was for that one
    const partial = shared ? inbox.peek().subarray(0, 0) : inbox.peek()
    inbox.clear()
    if (stream.match !== undefined) inbox.sifting(false)
    if (stream.reconnect) {
      if (partial.length > 0) effects.stray(partial)
      exchange.stage = 'queued'
      this.#waiting++
      return
    }
    stream.ending = eof && partial.length === 0 ? null : blame.lost(exchange, link.state, eof, cause, partial)
    root.remove(exchange)
    root.stream = undefined
    deadlines.delete(exchange)
    this.#feedEnding(exchange)
  }

  #feedEnding(exchange: Exchange): void {
    passHeld(exchange, this.#parts.effects)
    const { stream } = exchange
    if (stream?.ending !== undefined && stream.held.length === 0) this.settle(exchange, stream.ending ?? undefined)
  }

  // ---- the end of many

  /** Fails what waits for a connection; streams that reconnect go on waiting. */
  failQueued(errorFor: ErrorFor): void {
    const { scheduler, sessions } = this.#parts
    this.#failOpening(errorFor)
    const { root } = scheduler
    for (const item of new Set([...root.writers.toArray(), ...root.readers.toArray()])) {
      if (item instanceof Session) {
        if (item.stage === 'queued') sessions.expire(item, errorFor(undefined))
      } else if (item.stream?.reconnect !== true) {
        root.remove(item)
        if (item.stream !== undefined) this.endStream(item, errorFor(item))
        else if (!item.orphan) this.settle(item, errorFor(item))
      }
    }
    const { stream } = root
    if (stream !== undefined && stream.stream?.reconnect !== true) this.endStream(stream, errorFor(stream))
  }

  failStream(errorFor: ErrorFor): void {
    const { stream } = this.#parts.scheduler.root
    if (stream !== undefined) this.endStream(stream, errorFor(stream))
  }

  #failOpening(errorFor: ErrorFor): void {
    for (const exchange of this.#opening) this.settle(exchange, errorFor(exchange))
    this.#opening.clear()
  }

  /** Ends everything, in whatever stage, without a thought for the connection. */
  failAll(errorFor: (exchange: Exchange | undefined, partial?: Uint8Array) => AnySockioError): void {
    const { scheduler, sessions } = this.#parts
    this.#failOpening(errorFor)
    const { session } = scheduler
    const exchanges = new Set<Exchange | Session>(scheduler.writing)
    for (const lanes of [scheduler.root, ...(session === undefined ? [] : [session.lanes])]) {
      for (const item of [...lanes.writers.toArray(), ...lanes.readers.toArray()]) exchanges.add(item)
    }
    for (const exchange of exchanges) {
      if (exchange instanceof Session || exchange.stage === 'settled') continue
      const error = errorFor(exchange, this.#partial(exchange))
      if (exchange.stream !== undefined) this.endStream(exchange, error)
      else {
        this.#lanesOf(exchange).remove(exchange)
        this.settle(exchange, error)
      }
    }
    this.failStream(errorFor)
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
      this.abandon(item, (partial) => blame.aborted(item, link.state, cause, partial))
    }
  }
}
