/** What may still come and is nobody's: it is set aside, and who asks waits until nothing more comes. */
import { Aftermath, QUIET_MS } from './aftermath.ts'
import { Timer } from './deadlines.ts'
import type { Exchange } from './exchange.ts'
import type { Framing } from './framing/framing.ts'
import { isWrite, type Lanes } from './lanes.ts'
import * as ledger from './ledger.ts'
import type { Link } from './link.ts'
import type { StrayOrigin } from './options.ts'
import { Session } from './session.ts'

/** There is a connection: nothing lies there that came before it. */
export function connected(link: Link): void {
  link.readAt = link.now
}

/** Is a look at the socket awaited, before which nothing is asked? */
export function looking({ lookTimer }: Link): boolean {
  return lookTimer !== undefined && lookTimer.slot >= 0
}

/**
 * Must the socket be read before anything is asked? While a program computes, what nobody asked for lies in the kernel,
 * and would be taken for the reply. The alarm comes behind a look.
 */
export function unread(link: Link): boolean {
  if (looking(link)) return true
  const { deadlines, settings } = link
  if (settings.freshFor === Number.POSITIVE_INFINITY || link.now - link.readAt <= settings.freshFor) return false
  link.lookTimer ??= new Timer()
  deadlines.set(link.lookTimer, link.now)
  return true
}

/** As `unread`, of a request, whose limits stand still for it, as all others do. */
export function delays(link: Link): boolean {
  if (!unread(link)) return false
  link.heldUp = true
  return true
}

/**
 * A write after a while is with the kernel, which takes it also when the peer has closed: of that nobody knows while a
 * program computes. Whether it is done shows when the socket was read; it has gone out at once all the same.
 */
export function doubt(link: Link, exchange: Exchange): void {
  link.doubted ??= []
  link.doubted.push(exchange)
  if (link.aftermath !== undefined) link.aftermath.since = link.effects.now()
}

/** The peer had not closed: they are done. */
export function believe(link: Link): void {
  for (const exchange of takeDoubted(link)) ledger.settle(link, exchange)
}

/** Is it a write that has gone out, of which it is not known whether it came too late? */
export function isDoubted({ framing, request, sent, stage }: Exchange): boolean {
  return stage === 'begun' && sent === 'yes' && framing === undefined && request !== undefined
}

/** Those of the writes in doubt that nobody has ended. */
export function takeDoubted(link: Link): readonly Exchange[] {
  const { doubted } = link
  link.doubted = undefined
  return doubted?.filter(isDoubted) ?? []
}

/**
 * Bytes came: of plain TCP, all that lay there, which is the look that is awaited, and the last moment at which nothing
 * else lies there. Another carrier may give what it has in pieces, as TLS does; and behind what a peer said last may lie
 * its goodbye, so that a write in doubt waits for the look. Gives what `read` gives.
 */
export function came(link: Link): number {
  if (link.doubted !== undefined) return 0
  const { address, freshFor } = link.settings
  const all = !address.tls && address.url === undefined
  return all || link.now - link.readAt <= freshFor ? seen(link) : 0
}

/**
 * What had come up to `now` was read; how long, in ms, something was held up for that. That time is the program's, which
 * has let nobody read, and no caller's: all limits run on from here. Who waits since that look began waits for the next.
 */
export function read(link: Link, now: number): number {
  if (!looking(link)) link.readAt = Math.max(link.readAt, now)
  return looking(link) && (link.lookTimer as Timer).deadline <= now ? seen(link) : 0
}

function seen(link: Link): number {
  link.readAt = link.now
  believe(link)
  return looking(link) ? goOn(link) : 0
}

/** No look is awaited any more, and limits run again: those of a look for writes, which holds up nobody, have run all the time. */
function goOn(link: Link): number {
  const { deadlines, lookTimer, now } = link
  const since = (lookTimer as Timer).deadline
  deadlines.delete(lookTimer)
  if (!link.heldUp) return 0
  link.heldUp = false
  const held = now - since
  for (const item of deadlines.after(since)) {
    if (item instanceof Timer) continue
    if (item instanceof Session) item.limit = Math.min(item.limit + held, now + item.timeout)
    deadlines.set(item, Math.min(item.deadline + held, now + item.span)) // of one that came later, all of it
  }
  return held
}

/** A stream was left in the middle, and may still send; undefined: it can't any more. */
export function owe(link: Link, aftermath: Aftermath | undefined): void {
  link.aftermath = aftermath
}

/** The connection is gone: nothing more comes of it. */
export function forget(link: Link): void {
  link.aftermath = undefined
  believe(link)
  if (looking(link)) goOn(link)
  letThrough(link)
}

/** Nothing came up to `now`, of all that the sockets had. */
export function silent(link: Link, now: number): void {
  if (link.paused) return // what waits in the kernel makes no sound
  if (link.aftermath !== undefined && link.aftermath.until <= now) link.aftermath = undefined
}

/** A stream with `match` is over; one that was left goes on sifting as long as replies are under way, or it is not stopped. */
export function unsift(link: Link, exchange: Exchange): void {
  if (link.aftermath?.beside === true) link.sieve = exchange
  else link.inbox.sifting(false)
}

/** Must what asks wait, since a line of a stream that was left may still come? */
export function restless(link: Link, lanes: Lanes, exchange: Exchange): boolean {
  const { aftermath } = link
  if (aftermath === undefined || exchange === aftermath.stop) return false
  if (lanes.outstanding === 0) hush(link, aftermath)
  return true
}

/** A stream that has a stop was left: nobody may read before it is silent. */
export function draining(link: Link): boolean {
  const { aftermath } = link
  if (aftermath?.stop === undefined || aftermath.beside) return false
  hush(link, aftermath)
  return true
}

/** Does this wait for a stream that was left to fall silent? A transaction does when its requests do. */
export function holdsUp(link: Link, item: Exchange | Session): boolean {
  const { aftermath } = link
  if (aftermath === undefined) return false
  if (item instanceof Session) return item.stage === 'begun'
  if (item.stage !== 'queued' || (goesOut(item) && goesOut(link.lanes.writers.peek() ?? item))) return false
  return item.request !== undefined || (aftermath.stop !== undefined && !aftermath.beside)
}

/** Is it written, whatever may still come? The start of a stream with `match` is not. */
function goesOut(item: Exchange | Session): boolean {
  return isWrite(item) && !('stream' in item && item.stream !== undefined)
}

/** What has come is nobody's; and when nothing more comes, that is the end of it. */
function hush(link: Link, aftermath: Aftermath): void {
  setAside(link, link.inbox.takeAll(), aftermath.backlog ? 'unasked' : 'stream')
  listen(link, aftermath)
}

/** The end of a silence is rung for; while the socket is not read there is none, and it begins when that is over. */
export function listen(link: Link, { until }: Aftermath): void {
  if (!link.paused) ring(link, until)
}

function ring(link: Link, time: number): void {
  link.quietTimer ??= new Timer()
  const { deadlines, quietTimer } = link
  if (quietTimer.slot < 0 || quietTimer.deadline !== time) deadlines.set(quietTimer, time)
}

export function setAside(link: Link, bytes: Uint8Array, origin: StrayOrigin): void {
  if (bytes.length === 0) return
  if (link.aftermath !== undefined) link.aftermath.aside += bytes.length
  link.aftermath?.came(link.effects.now())
  link.effects.stray(bytes, origin)
}

/** Keeps from readers what matches, although nobody wants it any more; false when that is over. */
export function sieved(link: Link, sieve: Exchange, reader: Exchange | undefined): boolean {
  const { stream } = sieve
  const { aftermath, lanes } = link
  const stopping = aftermath?.beside === true && aftermath.stop !== undefined
  if (stream === undefined || (lanes.outstanding === 0 && !stopping)) {
    letThrough(link)
    return false
  }
  const raw = reader?.framing?.line === true ? undefined : reader?.framing
  try {
    link.inbox.sift(sieve.framing as Framing, stream, raw)
  } catch {
    letThrough(link) // no line ends within the limit: who waits for one is told
    return false
  }
  setAside(link, stream.held.takeAll(), 'stream')
  if (stopping) listen(link, aftermath)
  return true
}

function letThrough(link: Link): void {
  if (link.sieve === undefined) return
  link.sieve = undefined
  const next = link.stream // it may have started, and sift by itself
  if (next?.stage !== 'begun' || next.stream?.match === undefined) link.inbox.sifting(false)
}

/** More has come than was read: what is still in the kernel was there before whatever is asked from now on. */
export function leaveBehind(link: Link): void {
  if (link.settings.staleInput === 'keep') return
  const quiet = link.settings.quiet === 'reconnect' ? QUIET_MS : link.settings.quiet
  const beside = link.stream?.stream?.match !== undefined
  const backlog = { quiet, backlog: true, stop: undefined, asks: false, beside }
  link.aftermath ??= new Aftermath(backlog, link.effects.now())
}
