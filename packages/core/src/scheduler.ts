/** The one place that starts work: lets exchanges write and read as their lanes allow, and takes frames out of the inbox for them. */
import * as abandon from './abandon.ts'
import { type Timed, Timer } from './deadlines.ts'
import { ended } from './ended.ts'
import type { Exchange } from './exchange.ts'
import type { Framing } from './framing/framing.ts'
import { isWrite, type Lanes } from './lanes.ts'
import * as ledger from './ledger.ts'
import type { Link } from './link.ts'
import { keepWithin, pass } from './overflow.ts'
import { isError } from './realm.ts'
import { Session } from './session.ts'
import * as sessions from './sessions.ts'
import * as silence from './silence.ts'
import * as streams from './streams.ts'

/** So much of what nobody asked for may be but what one read takes (of TLS 16 KiB), and the rest wait in the kernel. */
const MUCH = 8 * 1024
/** Bytes that one turn may hand to the driver before it must tell that they are out. */
const WRITE_AHEAD = 64 * 1024

/** Is a reply or a stream under way, so that what comes is spoken for? */
export function reading(link: Link): boolean {
  const head = link.lanes.readers.peek()
  return !(head instanceof Session) && mayRead(head)
}

/** Bytes came, of which a copy is kept; `end`: does a message end behind them, where the carrier says so? */
export function received(link: Link, chunk: Uint8Array, end: boolean | undefined): void {
  link.inbox.append(chunk, end)
  link.deadlines.delete(link.silenceTimer) // it begins anew, where somebody listens
  const { aftermath } = link
  if (aftermath === undefined || aftermath.beside || link.stream?.stream?.match !== undefined) return
  if (aftermath.came(link.effects.now())) rest(link)
}

/** Nothing came while a reader listened who has bytes: they are the reply, unless the time of its caller was over before. */
export function silenced(link: Link): void {
  const { listener, silenceTimer } = link
  if (listener === undefined || silenceTimer === undefined) return
  if (listener.orphan || silenceTimer.deadline <= listener.deadline) nothingMore(link)
}

/** Nothing more comes, so a reply that ends with a silence is there. */
export function nothingMore(link: Link): void {
  link.silent = true
  read(link, link.lanes)
  link.silent = false
}

/** Starts and finishes what can be, until nothing moves any more or the connection is doomed. */
export function run(link: Link): void {
  for (let moved = true; moved && link.doomed === undefined; ) {
    const lanes = link.lanes
    moved = read(link, lanes)
    if (link.doomed === undefined) moved = write(link, lanes) || moved
    if (lanes !== link.lanes) moved = true
  }
  if (link.doomed === undefined) control(link)
}

/** What can be read without a connection: whole replies that a lost one left behind. */
export function readLeftovers(link: Link): void {
  read(link, link.root)
}

/** All that was handed to the driver is with the kernel; true when something may start now. */
export function drained(link: Link): boolean {
  const waited = link.blocked || link.ahead >= WRITE_AHEAD
  link.blocked = false
  link.ahead = 0
  if (link.written.length === 0) return waited
  let finished = rest(link) || waited
  for (let exchange = link.written.shift(); exchange !== undefined; exchange = link.written.shift()) {
    if (exchange.stage !== 'begun') continue // its reply was faster
    exchange.sent = 'yes'
    if (exchange.framing === undefined) {
      if (silence.looking(link)) silence.doubt(link, exchange)
      else finish(link, exchange)
      finished = true
    }
  }
  return finished
}

/** Part of what was handed to the driver has not left: those requests may have been sent, or not. */
export function stopWriting(link: Link): void {
  link.blocked = true
  for (const exchange of link.written.toArray()) if (exchange.sent === 'no') exchange.sent = 'maybe'
}

/** Nothing of what the driver was handed last has left: takes it back, as if it had not begun; that of a session stays. */
export function takeUnwritten(link: Link): Exchange[] {
  const unwritten: Exchange[] = []
  for (const exchange of link.written.drain()) {
    if (exchange.session !== undefined) link.written.push(exchange)
    else if (exchange.stage === 'begun') unwritten.push(exchange)
  }
  for (const exchange of unwritten) {
    link.root.remove(exchange)
    if (exchange.stream?.match !== undefined) link.inbox.sifting(false)
  }
  return unwritten
}

/** The connection is gone, and with it all that was in its pipes. */
export function reset(link: Link): void {
  link.unended = undefined
  link.written.drain()
  link.blocked = false
  link.ahead = 0
  link.paused = false
  link.listener = undefined
  link.deadlines.delete(link.silenceTimer)
  silence.forget(link)
}

/** The pause that an instrument has begins, where it has one: after what was written, and after what it has answered. */
function rest(link: Link): boolean {
  const { pacing } = link.settings
  if (pacing > 0) link.notBefore = link.effects.now() + pacing
  return pacing > 0
}

function finish(link: Link, exchange: Exchange): void {
  rest(link)
  ledger.done(link, exchange)
  if (link.aftermath !== undefined && exchange.framing === undefined) link.aftermath.since = link.effects.now()
}

function read(link: Link, lanes: Lanes): boolean {
  if (silence.draining(link)) return false
  let moved = false
  while (readHead(link, lanes)) moved = true
  return moved
}

/** True when the head of the read lane was done, so that the next may be tried. */
function readHead(link: Link, lanes: Lanes): boolean {
  const head = lanes.readers.peek()
  const reader = head instanceof Session || !mayRead(head) ? undefined : head
  try {
    sift(link, reader)
    if (reader === undefined) return false
    return reader.stream === undefined ? readReply(link, lanes, reader) : feedStream(link, reader)
  } catch (error) {
    if (!isError(error)) throw error
    abandon.broken(link, reader ?? (link.stream as Exchange), error)
    return false
  }
}

function readReply(link: Link, lanes: Lanes, reader: Exchange): boolean {
  const framing = reader.framing as Framing
  if (reader.stage === 'queued') ledger.began(link, reader)
  for (let whole = false; !whole; ) {
    const frame = link.inbox.next(framing) ?? quietFrame(link, reader, framing.silence)
    if (frame === undefined) return false
    whole = reader.orphan ? --reader.missing === 0 : reader.accept(frame)
    if (framing.line === true) continue
    link.inbox.resift()
    if (!whole) return true // what lies between its frames may be lines of a stream
  }
  lanes.shiftReader(reader)
  if (reader.request !== undefined) link.unended = undefined // it was understood
  finish(link, reader)
  return true
}

/** The reply of a reader that ends with a silence, when it is one; else that is listened for as soon as there is a byte. */
function quietFrame(link: Link, reader: Exchange, silence: number | undefined): Uint8Array | undefined {
  if (silence === undefined || link.inbox.length === 0) return undefined
  if (link.silent || !link.up) {
    const frame = link.inbox.takeAll()
    return frame.length > 0 ? frame : undefined
  }
  link.silenceTimer ??= new Timer()
  if (link.listener === reader && link.silenceTimer.slot >= 0) return undefined
  link.listener = reader
  link.deadlines.set(link.silenceTimer, link.effects.now() + silence)
  return undefined
}

function feedStream(link: Link, reader: Exchange): boolean {
  if (reader.stage === 'queued') ledger.began(link, reader)
  const passed = pass(reader, link.inbox, link.effects)
  if (!keepWithin(reader, link.inbox, link.settings.bufferSize)) {
    streams.overflowed(link, reader)
    return true
  }
  streams.waits(link, reader, passed)
  return false
}

/** A stream with `match` stands beside the read lane: it sees each line before a reader does. */
function sift(link: Link, reader: Exchange | undefined): void {
  if (link.sieve !== undefined && silence.sieved(link, link.sieve, reader)) return
  const exchange = link.stream
  const stream = exchange?.stream
  if (exchange === undefined || stream?.match === undefined) return
  if (!link.up || link.session?.kind === 'hook') return // what a hook reads is its own
  if (exchange.stage === 'queued') {
    if (exchange.request !== undefined) return // it begins when that is written
    ledger.began(link, exchange)
    link.inbox.sifting(true)
  }
  const full = stream.overflow === 'pause' && stream.held.cost >= link.settings.bufferSize
  const raw = reader?.framing?.line === true ? undefined : reader?.framing
  if (!full) link.inbox.sift(exchange.framing as Framing, stream, raw)
  feedStream(link, exchange)
  if (reader === undefined && link.inbox.sifted >= link.settings.bufferSize) makeRoom(link)
}

/** Lines that nobody asks for must not fill the buffer: the stream beside them would starve, and nobody would know. */
function makeRoom(link: Link): void {
  if (link.settings.staleInput === 'discard' && link.session === undefined) {
    silence.setAside(link, link.inbox.takeAll(), 'unasked')
  }
}

/** Back-pressure: the socket rests while the buffer is full and nobody waits for what is in it. */
function control(link: Link): void {
  const limit = link.paused ? link.settings.bufferSize / 2 : link.settings.bufferSize
  const full = heldMatches(link) >= limit || (link.inbox.length >= limit && !drains(link))
  if (full === link.paused) return
  link.paused = full
  if (full) {
    link.effects.pause()
    silence.leaveBehind(link)
  } else {
    link.effects.resume()
    if (link.aftermath === undefined) return
    link.aftermath.since = link.effects.now()
    silence.listen(link, link.aftermath)
  }
}

/** What matches that wait for their consumer cost. */
function heldMatches(link: Link): number {
  const stream = link.stream?.stream
  return stream?.match !== undefined && stream.overflow === 'pause' ? stream.held.cost : 0
}

/** Does somebody wait for what is in the inbox, or drop what is too much? */
function drains(link: Link): boolean {
  const head = link.lanes.readers.peek()
  if (head instanceof Session || !mayRead(head)) return false
  const { stream } = head
  return stream === undefined || stream.credit > 0 || stream.overflow !== 'pause'
}

function write(link: Link, lanes: Lanes): boolean {
  let moved = false
  while (!link.blocked) {
    const head = lanes.writers.peek()
    if (head === undefined || late(link, head)) break
    if (head instanceof Session) return grant(link, head) || moved
    if (!mayWrite(link, lanes, head) || tooSoon(link) || link.ahead >= WRITE_AHEAD) break
    if (!isWrite(head) && lanes.outstanding === 0 && silence.delays(link)) break // last of all: then it goes out
    start(link, lanes, head)
    moved = true
  }
  return moved
}

/** Is its time over, although nobody has judged that yet? Then it must not begin; the alarm for that is due. */
function late(link: Link, { slot, deadline }: Timed): boolean {
  return slot >= 0 && deadline < link.now
}

function grant(link: Link, session: Session): boolean {
  if (link.root.readers.peek() !== session) return false
  sessions.granted(link, session)
  return true
}

function mayWrite(link: Link, lanes: Lanes, exchange: Exchange): boolean {
  const orphans = lanes.orphans
  if (isWrite(exchange)) {
    // The lines of another stream with `match` could not be told from those of the one before.
    if (exchange.stream !== undefined && silence.restless(link, lanes, exchange)) return false
    return lanes.outstanding - orphans < link.settings.pipeline
  }
  // Only requests may be ahead of it in the read lane, and no late reply may be owed that could be taken for its own.
  const next = lanes.readers.at(lanes.outstanding) === exchange
  if (!next || orphans > 0 || lanes.outstanding >= link.settings.pipeline) return false
  if (lanes.outstanding > 0 && endsInSilence(lanes.readers.at(lanes.outstanding - 1))) return false
  if (lanes.outstanding === 0 && link.inbox.forReaders >= MUCH) silence.leaveBehind(link)
  return !silence.restless(link, lanes, exchange)
}

/** Would a reply behind this one be taken for a part of it? */
function endsInSilence(item: Exchange | Session | undefined): boolean {
  return item !== undefined && 'framing' in item && item.framing?.silence !== undefined
}

function tooSoon(link: Link): boolean {
  if (link.settings.pacing === 0) return false
  if (link.written.length > 0) return true // the pause begins when that is out
  if (link.effects.now() >= link.notBefore) return false
  link.paceTimer ??= new Timer()
  link.deadlines.set(link.paceTimer, link.notBefore)
  return true
}

function start(link: Link, lanes: Lanes, exchange: Exchange): void {
  const request = exchange.request as Uint8Array
  lanes.writers.shift()
  ledger.began(link, exchange)
  if (exchange.stream?.match !== undefined) link.inbox.sifting(true)
  if (!isWrite(exchange)) {
    if (lanes.outstanding === 0 && link.settings.staleInput === 'discard' && link.inbox.length > 0) {
      const stray = link.inbox.takeAll()
      if (stray.length > 0) link.effects.stray(stray, 'unasked')
    }
    if (exchange.stream === undefined) lanes.outstanding++
  } else if (request.length > 0) link.unended = ended(request, link.settings.writeEol) ? undefined : request
  if (exchange.framing === undefined) silence.unread(link) // it goes out now, and is done behind the look
  link.written.push(exchange)
  link.ahead += request.length
  link.effects.write(request)
}

/** Reads may at once; requests when they are written. */
function mayRead(exchange: Exchange | undefined): exchange is Exchange {
  if (exchange === undefined) return false
  return exchange.request === undefined || exchange.stage === 'begun' || exchange.orphan
}
