/** What an end ends and what survives: what was not sent, what may be sent again, what had arrived. */

import type { Arrived } from './arrived.ts'
import type { ErrorFor, Subject } from './blame.ts'
import { type AnySockioError, SockioError } from './errors.ts'
import type { Exchange } from './exchange.ts'
import * as ledger from './ledger.ts'
import type { Link } from './link.ts'
import * as scheduler from './scheduler.ts'
import { Session } from './session.ts'
import * as sessions from './sessions.ts'
import * as silence from './silence.ts'
import * as streams from './streams.ts'

/** May an exchange that a lost connection cut be sent again, whole? Counts the retry when it may. */
function sendAgain(exchange: Exchange): boolean {
  if (exchange.retries === 0) return false
  exchange.retries--
  return true
}

/** Fails what waits for a connection; streams that reconnect go on waiting. */
export function failQueued(link: Link, errorFor: ErrorFor): void {
  failOpening(link, errorFor)
  const { root } = link
  for (const item of new Set([...root.writers.toArray(), ...root.readers.toArray()])) {
    if (item instanceof Session) {
      if (item.stage === 'queued') sessions.expire(link, item, errorFor(item))
    } else if (item.stream?.reconnect !== true) {
      root.remove(item)
      if (item.stream !== undefined) streams.end(link, item, errorFor(item))
      else if (!item.orphan) ledger.settle(link, item, errorFor(item))
    }
  }
  if (link.stream?.stream?.reconnect !== true) streams.fail(link, errorFor)
}

function failOpening(link: Link, errorFor: ErrorFor): void {
  for (const exchange of link.opening.drain()) ledger.settle(link, exchange, errorFor(exchange))
}

/** Ends everything, in whatever stage, without a thought for the connection. */
export function failAll(link: Link, errorFor: (subject: Subject, arrived?: Arrived) => AnySockioError): void {
  failOpening(link, errorFor)
  silence.believe(link)
  const { session } = link
  const exchanges = new Set<Exchange | Session>(link.written.toArray())
  for (const lanes of [link.root, ...(session === undefined ? [] : [session.lanes])]) {
    for (const item of [...lanes.writers.toArray(), ...lanes.readers.toArray()]) exchanges.add(item)
  }
  // All errors first: when a reader leaves its lane, the next would take what had arrived for its own.
  const errors = new Map<Exchange, AnySockioError>()
  for (const exchange of exchanges) {
    if (exchange instanceof Session || exchange.stage === 'settled') continue
    errors.set(exchange, errorFor(exchange, ledger.arrived(link, exchange)))
  }
  for (const [exchange, error] of errors) {
    if (exchange.stream !== undefined) streams.end(link, exchange, error)
    else {
      ledger.lanesOf(link, exchange).remove(exchange)
      ledger.settle(link, exchange, error)
    }
  }
  streams.fail(link, errorFor)
  sessions.fail(link, errorFor)
  link.root.takeInFlight() // nothing is owed any more
}

/** A new connection begins with nothing: what the one before left is set aside. */
export function reportLeftovers(link: Link): void {
  const { effects } = link
  const left = link.inbox.takeAll()
  link.inbox.clear()
  if (left.length > 0) effects.stray(left, 'unasked')
}

/** Without a connection, reads get what the last one left; the first that it is not enough for learns of its end. */
export function readLeftovers(link: Link): void {
  if (link.inbox.length === 0) return
  scheduler.readLeftovers(link)
  const head = link.root.readers.peek()
  if (head !== undefined && head.stage === 'begun' && !(head instanceof Session)) {
    cut(link, link.loss.eof, link.loss.cause)
  }
}

/** The socket was dead when it was written to: what has not left goes out, whole, on the next connection. */
export function putBack(link: Link): void {
  const { settings } = link
  streams.forgetLeft(link)
  if (settings.autoReconnect) link.unwritten = scheduler.takeUnwritten(link) // a session never moves to another connection
}

/** Tells the caller of an exchange that the connection was lost, by the error that it gives. */
type Lost = (exchange: Exchange) => Error

/** The connection is gone: ends what it cut, and puts back what may be sent again. */
export function cut(link: Link, eof: boolean, cause: unknown): void {
  const { blame } = link
  link.loss = { eof, cause }
  streams.forgetLeft(link)
  const head = link.lanes.readers.peek()
  const reader = head instanceof Session || head?.stage === 'queued' ? undefined : head
  const ofReader = reader === undefined ? undefined : ledger.arrived(link, reader)
  const lost: Lost = (exchange) => {
    const arrived = exchange === reader ? ofReader : ledger.arrived(link, exchange)
    const error = blame.lost(exchange, link.state, eof, cause, arrived)
    ledger.settle(link, exchange, error)
    return error
  }
  const doubted = silence.takeDoubted(link)
  for (const exchange of doubted) exchange.sent = 'maybe'
  if (link.session !== undefined) cutSession(link, link.session, doubted, lost, cause)
  cutInFlight(link, doubted, lost)
  if (reader !== undefined) cutReader(link, reader, lost)
  if (link.stream?.stage === 'begun') {
    streams.cut(link, link.stream, reader !== undefined && reader !== link.stream, eof, cause)
  }
  if (reader !== undefined) link.inbox.clear()
  scheduler.reset(link)
}

/** Requests that were begun, writes that may have come too late, and those that are not known to be out; behind them goes what never left. */
function cutInFlight(link: Link, doubted: readonly Exchange[], lost: Lost): void {
  const { root, settings } = link
  const late = link.written
    .toArray()
    .filter(({ stage, session, stream }) => stage === 'begun' && session === undefined && stream === undefined)
  const sent = root.takeInFlight().filter((exchange) => !late.includes(exchange))
  const again: Exchange[] = []
  const early = doubted.filter(({ session }) => session === undefined)
  for (const exchange of [...sent, ...early, ...late]) {
    if (settings.autoReconnect && sendAgain(exchange)) again.push(exchange)
    else lost(exchange)
  }
  again.push(...link.unwritten)
  link.unwritten = []
  for (const exchange of again) ledger.requeue(link, exchange)
  root.restore(again)
}

/** A read that has begun; requests and calls of a session are dealt with by now. */
function cutReader(link: Link, reader: Exchange, lost: Lost): void {
  if (reader.stage !== 'begun' || reader.stream !== undefined) return
  link.root.remove(reader)
  lost(reader)
}

/** What comes after in it has for its cause what the connection was lost with: a call that failed, or was cut. */
function cutSession(link: Link, session: Session, doubted: readonly Exchange[], lost: Lost, cause: unknown): void {
  const ofIt = (exchange: Exchange) => exchange.session === session
  const writing = link.written.toArray().filter(ofIt)
  let loss = cause
  for (const exchange of new Set([...doubted.filter(ofIt), ...session.lanes.clear(), ...writing])) {
    if (exchange instanceof Session || exchange.stage === 'settled') continue
    if (exchange.stage !== 'begun') {
      ledger.settle(link, exchange, link.blame.notConnected(exchange, link.state, cause, loss))
      continue
    }
    const error = lost(exchange)
    if (!(loss instanceof SockioError)) loss = error
  }
  sessions.cutTransaction(link, cause, loss)
}
