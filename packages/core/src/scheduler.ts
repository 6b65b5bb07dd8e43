/**
 * The one place that starts work: lets exchanges write and read as their lanes allow, and takes frames out of the inbox
 * for those that wait. It knows no connection; the machine tells it when there is one.
 */

import { Aftermath, QUIET_MS } from './aftermath.ts'
import type { Timed } from './deadlines.ts'
import type { Effects } from './effects.ts'
import { ended } from './ended.ts'
import type { Exchange } from './exchange.ts'
import { feed } from './feed.ts'
import { Fifo } from './fifo.ts'
import type { Framing } from './framing/framing.ts'
import { Inbox } from './inbox.ts'
import { isWrite, Lanes } from './lanes.ts'
import type { StrayOrigin } from './options.ts'
import { isError } from './realm.ts'
import { Session } from './session.ts'
import type { Settings } from './settings.ts'
import type { Turn } from './turn.ts'

/** Bytes that one turn may hand to the driver before it must tell that they are out. */
const WRITE_AHEAD = 64 * 1024

/** What the scheduler needs of the machine. */
export interface Host {
  /** Is there a connection? Else what is read is what the last one left. */
  readonly up: boolean
  /** Must the connection go? Then nothing is started any more. */
  readonly doomed: boolean
  /** The exchange holds its lanes now. */
  began(exchange: Exchange): void
  /** The exchange is done. */
  done(exchange: Exchange): void
  /** Its reply can't be read: the machine blames it, and the connection is doomed. */
  broken(exchange: Exchange, cause: Error): void
  /** A stream was not read, and its policy makes that an error. */
  overflowed(exchange: Exchange): void
  /** A stream got what there was; `fed`: it was something. */
  waits(stream: Exchange, fed: boolean): void
  /** Nothing may be written before `time`. */
  paced(time: number): void
  /** Somebody waits for a silence, which will be there at `time`. */
  hushed(time: number): void
  /** The transaction holds both lanes. */
  granted(session: Session): void
}

export class Scheduler {
  readonly root = new Lanes()
  readonly inbox: Inbox
  readonly #settings: Settings
  readonly #effects: Effects
  readonly #turn: Turn
  readonly #host: Host
  /** The session whose exchanges run now: the hook, else a granted transaction. */
  session: Session | undefined
  /** What the stream that was left last may still send, or what a full buffer has left in the kernels. */
  aftermath: Aftermath | undefined
  /** A stream with `match` that was left: what matches is still kept from those whose replies are under way. */
  #sieve: Exchange | undefined
  /** Begun and not yet known to be with the kernel. */
  readonly #writing = new Fifo<Exchange>()
  /** The latest write on this connection, when it had no end of line and nothing was answered since. */
  unended: Uint8Array | undefined
  #blocked = false
  #ahead = 0
  #paused = false
  #notBefore = 0

  constructor(settings: Settings, effects: Effects, turn: Turn, host: Host) {
    this.#settings = settings
    this.#effects = effects
    this.#turn = turn
    this.#host = host
    this.inbox = new Inbox(settings.allocate, settings.bufferSize)
  }

  get lanes(): Lanes {
    return this.session?.lanes ?? this.root
  }

  /** A part of what was begun may not have left yet. */
  get blocked(): boolean {
    return this.#blocked
  }

  /** Is a reply or a stream under way, so that what comes is spoken for? */
  get reading(): boolean {
    const head = this.lanes.readers.peek()
    return !(head instanceof Session) && mayRead(head)
  }

  /** Begun exchanges of which nobody knows yet whether they are out, oldest first. */
  get writing(): readonly Exchange[] {
    return this.#writing.toArray()
  }

  /** Bytes came; a copy is kept. */
  received(chunk: Uint8Array): void {
    this.inbox.append(chunk)
    const { aftermath } = this
    if (aftermath === undefined || aftermath.beside || this.root.stream?.stream?.match !== undefined) return
    aftermath.came(this.#effects.now())
  }

  /** Nothing came up to `now`, of all that the sockets had. */
  silent(now: number): void {
    if (this.#paused) return // what waits in the kernel makes no sound
    if (this.aftermath !== undefined && this.aftermath.until <= now) this.aftermath = undefined
  }

  /** A stream with `match` is over; one that was left goes on sifting as long as replies are under way, or it is not stopped. */
  unsift(exchange: Exchange): void {
    if (this.aftermath?.beside === true) this.#sieve = exchange
    else this.inbox.sifting(false)
  }

  /** Starts and finishes what can be, until nothing moves any more or the connection is doomed. */
  run(): void {
    const host = this.#host
    for (let moved = true; moved && !host.doomed; ) {
      const lanes = this.lanes
      moved = this.#read(lanes)
      if (!host.doomed) moved = this.#write(lanes) || moved
      if (lanes !== this.lanes) moved = true
    }
    if (!host.doomed) this.#control()
  }

  /** What can be read without a connection: whole replies that a lost one left behind. */
  readLeftovers(): void {
    this.#read(this.root)
  }

  /** All that was handed to the driver is with the kernel; true when something may start now. */
  drained(): boolean {
    const waited = this.#blocked || this.#ahead >= WRITE_AHEAD
    this.#blocked = false
    this.#ahead = 0
    if (this.#writing.length === 0) return waited
    let finished = waited
    for (let exchange = this.#writing.shift(); exchange !== undefined; exchange = this.#writing.shift()) {
      if (exchange.stage !== 'begun') continue // its reply was faster
      exchange.sent = 'yes'
      if (exchange.framing === undefined) {
        this.#finish(exchange)
        finished = true
      }
    }
    return finished
  }

  /** A part of it may be, a part is not. */
  stopWriting(): void {
    this.#blocked = true
    for (const exchange of this.writing) if (exchange.sent === 'no') exchange.sent = 'maybe'
  }

  /** Nothing of what the driver was handed last has left: takes it back, as if it had not begun; that of a session stays. */
  takeUnwritten(): Exchange[] {
    const unwritten: Exchange[] = []
    for (const exchange of this.#writing.drain()) {
      if (exchange.session !== undefined) this.#writing.push(exchange)
      else if (exchange.stage === 'begun') unwritten.push(exchange)
    }
    for (const exchange of unwritten) {
      this.root.remove(exchange)
      if (exchange.stream?.match !== undefined) this.inbox.sifting(false)
    }
    return unwritten
  }

  /** The connection is gone, and with it all that was in its pipes. */
  reset(): void {
    this.unended = undefined
    this.#writing.drain()
    this.#blocked = false
    this.#ahead = 0
    this.#paused = false
    this.aftermath = undefined
    this.#letThrough()
  }

  #finish(exchange: Exchange): void {
    if (this.#settings.pacing > 0) this.#notBefore = this.#effects.now() + this.#settings.pacing
    this.#host.done(exchange)
    if (this.aftermath !== undefined && exchange.framing === undefined) this.aftermath.since = this.#effects.now()
  }

  // ---- what still comes, and is nobody's

  /** Must what asks wait, since a line of a stream that was left may still come? */
  #restless(lanes: Lanes, exchange: Exchange): boolean {
    const { aftermath } = this
    if (aftermath === undefined || exchange === aftermath.stop) return false
    if (lanes.outstanding === 0) this.#hush(aftermath)
    return true
  }

  /** A stream that has a stop was left: nobody may read before it is silent. */
  #draining(): boolean {
    const { aftermath } = this
    if (aftermath?.stop === undefined || aftermath.beside) return false
    this.#hush(aftermath)
    return true
  }

  /** Does this wait for a stream that was left to fall silent? A transaction does when its requests do. */
  holdsUp(item: Exchange | Session): boolean {
    const { aftermath } = this
    if (aftermath === undefined) return false
    if (item instanceof Session) return item.stage === 'begun'
    if (item.stage !== 'queued' || (isWrite(item) && isWrite(this.lanes.writers.peek() ?? item))) return false
    return item.request !== undefined || (aftermath.stop !== undefined && !aftermath.beside)
  }

  /** What has come is nobody's; and when nothing more comes, that is the end of it. */
  #hush(aftermath: Aftermath): void {
    this.#setAside(this.inbox.takeAll(), aftermath.backlog ? 'unasked' : 'stream')
    this.#listen(aftermath)
  }

  /** The end of a silence is rung for; while the socket is not read there is none, and it begins when that is over. */
  #listen({ until }: Aftermath): void {
    if (!this.#paused) this.#host.hushed(until)
  }

  #setAside(bytes: Uint8Array, origin: StrayOrigin): void {
    if (bytes.length === 0) return
    if (this.aftermath !== undefined) this.aftermath.aside += bytes.length
    this.aftermath?.came(this.#effects.now())
    this.#effects.stray(bytes, origin)
  }

  /** Keeps from readers what matches, although nobody wants it any more; false when that is over. */
  #sieved(sieve: Exchange, reader: Exchange | undefined): boolean {
    const { stream } = sieve
    const { aftermath, lanes } = this
    const stopping = aftermath?.beside === true && aftermath.stop !== undefined
    if (stream === undefined || (lanes.outstanding === 0 && !stopping)) {
      this.#letThrough()
      return false
    }
    const raw = reader?.framing?.line === true ? undefined : reader?.framing
    try {
      this.inbox.sift(sieve.framing as Framing, stream, raw)
    } catch {
      this.#letThrough() // no line ends within the limit: who waits for one is told
      return false
    }
    this.#setAside(stream.held.takeAll(), 'stream')
    if (stopping) this.#listen(aftermath)
    return true
  }

  #letThrough(): void {
    if (this.#sieve === undefined) return
    this.#sieve = undefined
    const next = this.root.stream // it may have started, and sift by itself
    if (next?.stage !== 'begun' || next.stream?.match === undefined) this.inbox.sifting(false)
  }

  // ---- reading

  #read(lanes: Lanes): boolean {
    if (this.#draining()) return false
    let moved = false
    while (this.#readHead(lanes)) moved = true
    return moved
  }

  /** True when the head of the read lane was done, so that the next may be tried. */
  #readHead(lanes: Lanes): boolean {
    const head = lanes.readers.peek()
    const reader = head instanceof Session || !mayRead(head) ? undefined : head
    try {
      this.#sift(reader)
      if (reader === undefined) return false
      return reader.stream === undefined ? this.#readReply(lanes, reader) : this.#feed(reader)
    } catch (error) {
      if (!isError(error)) throw error
      this.#host.broken(reader ?? (this.root.stream as Exchange), error)
      return false
    }
  }

  #readReply(lanes: Lanes, reader: Exchange): boolean {
    const framing = reader.framing as Framing
    if (reader.stage === 'queued') this.#host.began(reader)
    for (let whole = false; !whole; ) {
      const frame = this.inbox.next(framing)
      if (frame === undefined) return false
      whole = reader.orphan ? --reader.missing === 0 : reader.accept(frame)
      if (framing.line === true) continue
      this.inbox.resift()
      if (!whole) return true // what lies between its frames may be lines of a stream
    }
    lanes.shiftReader(reader)
    if (reader.request !== undefined) this.unended = undefined // it was understood
    this.#finish(reader)
    return true
  }

  #feed(reader: Exchange): boolean {
    if (reader.stage === 'queued') this.#host.began(reader)
    const fed = feed(reader, this.inbox, this.#settings.bufferSize, this.#effects)
    if (fed === 'overflow') {
      this.#host.overflowed(reader)
      return true
    }
    this.#host.waits(reader, fed > 0)
    return false
  }

  /** A stream with `match` stands beside the read lane: it sees each line before a reader does. */
  #sift(reader: Exchange | undefined): void {
    if (this.#sieve !== undefined && this.#sieved(this.#sieve, reader)) return
    const exchange = this.root.stream
    const stream = exchange?.stream
    if (exchange === undefined || stream?.match === undefined) return
    if (!this.#host.up || this.session?.kind === 'hook') return // what a hook reads is its own
    if (exchange.stage === 'queued') {
      if (exchange.request !== undefined) return // it begins when that is written
      this.#host.began(exchange)
      this.inbox.sifting(true)
    }
    const full = stream.overflow === 'pause' && stream.held.cost >= this.#settings.bufferSize
    const raw = reader?.framing?.line === true ? undefined : reader?.framing
    if (!full) this.inbox.sift(exchange.framing as Framing, stream, raw)
    this.#feed(exchange)
    if (reader === undefined && this.inbox.sifted >= this.#settings.bufferSize) this.#makeRoom()
  }

  /** Lines that nobody asks for must not fill the buffer: the stream beside them would starve, and nobody would know. */
  #makeRoom(): void {
    if (this.#settings.staleInput === 'discard' && this.session === undefined) {
      this.#setAside(this.inbox.takeAll(), 'unasked')
    }
  }

  /** Back-pressure: the socket rests while the buffer is full and nobody waits for what is in it. */
  #control(): void {
    const limit = this.#paused ? this.#settings.bufferSize / 2 : this.#settings.bufferSize
    const full = this.#heldMatches() >= limit || (this.inbox.length >= limit && !this.#drains())
    if (full === this.#paused) return
    this.#paused = full
    if (full) {
      this.#effects.pause()
      this.#leaveBehind()
    } else {
      this.#effects.resume()
      if (this.aftermath === undefined) return
      this.aftermath.since = this.#effects.now()
      this.#listen(this.aftermath)
    }
  }

  /** The socket is not read any more: what is behind the buffer then was there before whatever is asked from now on. */
  #leaveBehind(): void {
    if (this.#settings.staleInput === 'keep') return
    const quiet = this.#settings.quiet === 'reconnect' ? QUIET_MS : this.#settings.quiet
    const beside = this.root.stream?.stream?.match !== undefined
    const backlog = { quiet, backlog: true, stop: undefined, asks: false, beside }
    this.aftermath ??= new Aftermath(backlog, this.#effects.now())
  }

  /** What matches that wait for their consumer cost. */
  #heldMatches(): number {
    const stream = this.root.stream?.stream
    return stream?.match !== undefined && stream.overflow === 'pause' ? stream.held.cost : 0
  }

  /** Does somebody wait for what is in the inbox, or drop what is too much? */
  #drains(): boolean {
    const head = this.lanes.readers.peek()
    if (head instanceof Session || !mayRead(head)) return false
    const { stream } = head
    return stream === undefined || stream.credit > 0 || stream.overflow !== 'pause'
  }

  // ---- writing

  #write(lanes: Lanes): boolean {
    let moved = false
    while (!this.#blocked) {
      const head = lanes.writers.peek()
      if (head === undefined || this.#late(head)) break
      if (head instanceof Session) return this.#grant(head) || moved
      if (!this.#mayWrite(lanes, head) || this.#tooSoon() || this.#ahead >= WRITE_AHEAD) break
      this.#start(lanes, head)
      moved = true
    }
    return moved
  }

  /** Is its time over, although nobody has judged that yet? Then it must not begin; the alarm for that is due. */
  #late({ slot, deadline }: Timed): boolean {
    return slot >= 0 && deadline < this.#turn.now
  }

  #grant(session: Session): boolean {
    if (this.root.readers.peek() !== session) return false
    session.stage = 'begun'
    this.session = session
    this.#host.granted(session)
    return true
  }

  #mayWrite(lanes: Lanes, exchange: Exchange): boolean {
    const orphans = lanes.orphans
    if (isWrite(exchange)) return lanes.outstanding - orphans < this.#settings.pipeline
    // Only requests may be ahead of it in the read lane, and no late reply may be owed that could be taken for its own.
    const next = lanes.readers.at(lanes.outstanding) === exchange
    if (!next || orphans > 0 || lanes.outstanding >= this.#settings.pipeline) return false
    return !this.#restless(lanes, exchange)
  }

  #tooSoon(): boolean {
    if (this.#settings.pacing === 0) return false
    // The gap begins when a write is out, so one that is not yet holds back the next.
    if (this.writing.some((exchange) => exchange.framing === undefined && exchange.stage === 'begun')) return true
    if (this.#effects.now() >= this.#notBefore) return false
    this.#host.paced(this.#notBefore)
    return true
  }

  #start(lanes: Lanes, exchange: Exchange): void {
    const request = exchange.request as Uint8Array
    lanes.writers.shift()
    this.#host.began(exchange)
    if (exchange.stream?.match !== undefined) this.inbox.sifting(true)
    if (!isWrite(exchange)) {
      if (lanes.outstanding === 0 && this.#settings.staleInput === 'discard' && this.inbox.length > 0) {
        const stray = this.inbox.takeAll()
        if (stray.length > 0) this.#effects.stray(stray, 'unasked')
      }
      if (exchange.stream === undefined) lanes.outstanding++
    } else if (request.length > 0) this.unended = ended(request, this.#settings.writeEol) ? undefined : request
    if (this.aftermath !== undefined) this.aftermath.since = this.#effects.now()
    this.#writing.push(exchange)
    this.#ahead += request.length
    this.#effects.write(request)
  }
}

/** Reads may at once; requests when they are written. */
function mayRead(exchange: Exchange | undefined): exchange is Exchange {
  if (exchange === undefined) return false
  return exchange.request === undefined || exchange.stage === 'begun' || exchange.orphan
}
