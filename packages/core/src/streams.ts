/** What is done with the streams of a link: their credit, their end, and what a lost connection does to them; the state of each is in `stream.ts`. */

import { Aftermath, QUIET_MS } from './aftermath.ts'
import { Arrived } from './arrived.ts'
import type { ErrorFor } from './blame.ts'
import { type AnySockioError, TimeoutError } from './errors.ts'
import { Exchange } from './exchange.ts'
import { joined } from './joined.ts'
import * as ledger from './ledger.ts'
import type { Link } from './link.ts'
import { holdAll, passHeld } from './overflow.ts'
import { isError } from './realm.ts'
import * as silence from './silence.ts'

const NEVER = Number.POSITIVE_INFINITY

/** Lets a stream have `n` more frames (fewer, when negative). */
export function credit(link: Link, exchange: Exchange, n: number): void {
  const { stream } = exchange
  if (stream === undefined || exchange.stage === 'settled') return
  stream.credit += n
  if (stream.ending !== undefined) feedEnding(link, exchange)
  else waits(link, exchange, passHeld(exchange, link.effects))
}

/** A stream's limit is for one frame: it runs while the consumer waits, and starts again when frames are `passed` on. */
export function waits(link: Link, exchange: Exchange, passed: boolean): void {
  const { stream } = exchange
  if (stream === undefined || stream.timeout === NEVER) return
  const { deadlines, effects } = link
  if (stream.credit === 0) deadlines.delete(exchange)
  else if (passed || exchange.slot < 0) deadlines.set(exchange, effects.now() + stream.timeout)
}

/** Ends a stream that was not read, where its policy makes that an error. */
export function overflowed(link: Link, exchange: Exchange): void {
  const { blame, settings } = link
  leaveEarly(link, exchange, blame.overflow(exchange, link.state, settings.bufferSize))
}

export function end(link: Link, exchange: Exchange, error?: AnySockioError): void {
  leave(link, exchange)
  ledger.settle(link, exchange, error)
}

/** A stream is given up, by its limit or its signal. */
export function abandoned(link: Link, exchange: Exchange, error: AnySockioError): void {
  setAside(link, exchange)
  leaveEarly(link, exchange, error)
}

/** Ends it in the middle: what it still sends is nobody's, and its stop ends that. */
function leaveEarly(link: Link, exchange: Exchange, error?: AnySockioError): void {
  if (reconnects(link, exchange)) {
    // One of ours: who has left it knows, and nobody need be told that a connection was lost.
    const left = new Error('it was left in the middle (quiet: "reconnect")')
    const why = error ?? link.blame.aborted(exchange, link.state, left)
    end(link, exchange, error)
    ledger.answered(link) // it was of use: the next is made at once
    ledger.doom(link, why)
    return
  }
  const aftermath = aftermathOf(link, exchange, error)
  if (aftermath !== undefined) silence.owe(link, aftermath)
  end(link, exchange, error)
  if (exchange.stream === undefined || aftermath?.stop === undefined) return
  exchange.stream.stopping = aftermath.stop
  ledger.enter(link, aftermath.stop)
}

/** Is its connection given up with it? One with a stop has a better way to end what it still sends. */
function reconnects(link: Link, { stream, stage }: Exchange): boolean {
  const { settings } = link
  if (stream === undefined || stage !== 'begun' || stream.ending !== undefined || link.state !== 'ready') return false
  return stream.stop === undefined && (stream.quiet ?? settings.quiet) === 'reconnect'
}

function aftermathOf(link: Link, exchange: Exchange, error: AnySockioError | undefined): Aftermath | undefined {
  const { settings, effects } = link
  const { stream } = exchange
  if (stream === undefined || exchange.stage !== 'begun' || stream.ending !== undefined) return undefined
  if (link.state !== 'ready') return undefined // it read what a lost connection had left
  const own = stream.quiet ?? settings.quiet
  const quiet = own === 'reconnect' ? QUIET_MS : own
  // It may have ended because of just such a silence.
  const silent = error instanceof TimeoutError && stream.timeout >= quiet && link.inbox.length === 0
  const waits = quiet > 0 && settings.staleInput === 'discard' && !silent
  if (stream.stop === undefined && !waits) return undefined
  const asks = stream.stopAsks
  const beside = stream.match !== undefined
  const framing = asks && beside ? exchange.framing : undefined
  const session = link.session
  const stop = stream.stop && new Exchange({ request: stream.stop, framing, session })
  return new Aftermath({ quiet, stop, asks, beside }, effects.now())
}

/** The connection is gone, and with it what a stream that was left still sent. */
export function forgetLeft(link: Link): void {
  const stop = link.aftermath?.stop
  silence.owe(link, undefined)
  if (stop === undefined || stop.stage === 'settled') return
  ledger.lanesOf(link, stop).remove(stop)
  ledger.settle(link, stop)
}

/**
 * A consumer ends its stream; frames that it was given and did not use go back into the buffer. They are only reported
 * when the connection is another one, when a request beside the stream waits, which would take them for its reply,
 * when the stream has a stop, after which nothing of it is left, when it has ended by itself, or when nobody could tell
 * any more where they end.
 */
export function cancel(link: Link, exchange: Exchange, unused: readonly Uint8Array[]): void {
  if (exchange.stage === 'settled') {
    stray(link, unused)
    return
  }
  const { stream } = exchange
  const plain = stream?.match === undefined && stream?.ending === undefined && stream?.held.length === 0
  if (plain && exchange.stage === 'begun' && stream.stop === undefined && !link.inbox.inMessages) {
    for (let i = unused.length - 1; i >= 0; i--) link.inbox.unread(unused[i] as Uint8Array)
  } else setAside(link, exchange, unused)
  leaveEarly(link, exchange)
}

/** Frames that were taken out of the buffer for a stream and have no taker any more: nothing is lost in silence. */
function setAside(link: Link, { stream }: Exchange, unused: readonly Uint8Array[] = []): void {
  stray(link, stream === undefined ? unused : [...unused, stream.held.takeAll()])
}

function stray({ settings, effects }: Link, frames: readonly Uint8Array[]): void {
  const bytes = joined(frames, settings.allocate)
  if (bytes.length > 0) effects.stray(bytes, 'stream')
}

/** Takes in the stream of the link: it holds, or will hold, the read lane; one with `match` stands beside that. */
export function enter(link: Link, exchange: Exchange): void {
  link.stream = exchange
}

/** Fails the stream that there is, if any. */
export function fail(link: Link, errorFor: ErrorFor): void {
  const { stream } = link
  if (stream !== undefined) end(link, stream, errorFor(stream))
}

/**
 * The connection of a running stream is gone. It goes on with the next one, or ends once all that had arrived is
 * taken. `shared`: what is left in the inbox was for a reader beside it.
 */
export function cut(link: Link, exchange: Exchange, shared: boolean, eof: boolean, cause: unknown): void {
  const { effects, blame, deadlines } = link
  const { stream } = exchange
  if (stream === undefined) return
  const breach = holdRest(link, exchange)
  const arrived = shared ? new Arrived(new Uint8Array(0), 0) : ledger.unclaimed(link)
  const rest = shared || !stream.reconnect ? undefined : link.inbox.peek()
  link.inbox.clear()
  if (stream.reconnect) {
    if (stream.match !== undefined) link.inbox.sifting(false)
    if (rest !== undefined && rest.length > 0) effects.stray(rest, 'stream')
    ledger.requeue(link, exchange)
    if (exchange.request !== undefined) link.root.writers.unshift([exchange]) // it is started again
    return
  }
  const clean = eof && arrived.size === 0
  let error: AnySockioError | undefined
  if (breach !== undefined) error = ledger.breach(link, exchange, breach, arrived)
  else if (!clean) error = blame.lost(exchange, link.state, eof, cause, arrived)
  stream.ending = { error }
  leave(link, exchange)
  deadlines.delete(exchange)
  feedEnding(link, exchange)
}

/** What had arrived is the stream's, up to what can't be a frame. */
function holdRest(link: Link, exchange: Exchange): Error | undefined {
  try {
    holdAll(exchange, link.inbox)
    return undefined
  } catch (error) {
    if (isError(error)) return error
    throw error
  }
}

function leave(link: Link, exchange: Exchange): void {
  link.root.remove(exchange)
  if (link.stream !== exchange) return
  link.stream = undefined
  if (exchange.stream?.match !== undefined && exchange.stage === 'begun') silence.unsift(link, exchange)
}

function feedEnding(link: Link, exchange: Exchange): void {
  const { effects } = link
  passHeld(exchange, effects)
  const { stream } = exchange
  if (stream?.ending !== undefined && stream.held.length === 0) ledger.settle(link, exchange, stream.ending.error)
}
