/** The account of the exchanges: queued, begun, done, settled; each is settled exactly once. */
import { Arrived } from './arrived.ts'
import type { AnySockioError } from './errors.ts'
import type { Exchange } from './exchange.ts'
import { OversizedFrame } from './framing/framing.ts'
import type { Lanes } from './lanes.ts'
import type { Link } from './link.ts'
import { LimitOverrun } from './receive-buffer.ts'

const NEVER = Number.POSITIVE_INFINITY

/** Something was begun on the connection, or it was what was asked for. */
export function used(link: Link): void {
  link.used = true
}

/** There is a new connection: nothing was begun on it, unless it has a hook, and nothing answered. */
export function fresh(link: Link): void {
  link.answered = false
  link.used = link.settings.hook
}

/** A request was answered: the connection is of use. */
export function answered(link: Link): void {
  link.answered = true
}

/**
 * The connection must go, because of `cause`: without a goodbye, which a peer could stall, and when the change is over in
 * the midst of which that was found, by `obey` of `lifecycle.ts`. The first reason counts.
 */
export function doom(link: Link, cause: Error): void {
  if (link.up) link.doomed ??= cause
}

/** The connection has gone, whatever for. */
export function absolve(link: Link): void {
  link.doomed = undefined
}

/** Does anything need a connection? */
export function wanted(link: Link): boolean {
  const { settings, root } = link
  if (link.opening.length > 0 || link.stream?.stream?.reconnect === true) return true
  if (!settings.autoReconnect) return false
  const held = link.transaction !== undefined ? 1 : 0 // a transaction keeps its place when its connection is gone
  return link.stream !== undefined || root.writers.length > held || root.readers.length > held
}

/** Has it stand in its lanes, whoever may want it. */
export function enter(link: Link, exchange: Exchange): void {
  enqueue(link, exchange)
  lanesOf(link, exchange).add(exchange)
}

/** An exchange waits to begin, and its time runs. */
export function enqueue(link: Link, exchange: Exchange): void {
  exchange.stage = 'queued'
  link.waiting++
  if (exchange.timeout !== NEVER) link.deadlines.set(exchange, link.now + exchange.timeout)
}

/** The exchange holds its lanes now. */
export function began(link: Link, exchange: Exchange): void {
  if (exchange.stage === 'queued') link.waiting--
  exchange.stage = 'begun'
  used(link)
  if (exchange.session !== undefined && exchange.request !== undefined) exchange.session.first ??= exchange
}

/** All replies of an exchange are there. */
export function done(link: Link, exchange: Exchange): void {
  if (exchange.request !== undefined && exchange.framing !== undefined && exchange.session?.kind !== 'hook')
    answered(link)
  if (!exchange.orphan) settle(link, exchange)
}

/** The error of a reply that can't be read. */
export function breach(link: Link, exchange: Exchange, cause: Error, arrived: Arrived): AnySockioError {
  const { blame, settings } = link
  if (cause instanceof LimitOverrun) return blame.overrun(exchange, link.state, settings.bufferSize, arrived)
  if (cause instanceof OversizedFrame) return blame.oversized(exchange, link.state, cause, arrived)
  return blame.malformed(exchange, link.state, cause, arrived)
}

/** An exchange is over: its caller is told. */
export function settle(link: Link, exchange: Exchange, error?: AnySockioError): void {
  if (exchange.stage === 'queued') link.waiting--
  exchange.stage = 'settled'
  if (exchange.slot >= 0) link.deadlines.delete(exchange)
  if (exchange === link.listener && !exchange.orphan) link.deadlines.delete(link.silenceTimer)
  link.effects.settle(exchange, error)
}

export function lanesOf(link: Link, exchange: Exchange): Lanes {
  return exchange.session?.lanes ?? link.root
}

/** The frames that an exchange has taken, and what of the next has arrived: a copy, for its error. */
export function arrived(link: Link, exchange: Exchange): Arrived | undefined {
  if (exchange.framing === undefined) return undefined
  const { settings } = link
  const head = exchange.stage === 'begun' && lanesOf(link, exchange).readers.peek() === exchange
  const next = head && link.lanes === lanesOf(link, exchange) ? link.inbox : undefined
  return Arrived.of(exchange.replies ?? [], next, settings.allocate)
}

/** What waits in the inbox: a copy, for an error. */
export function unclaimed(link: Link): Arrived {
  return Arrived.of([], link.inbox, link.settings.allocate)
}

/** The link is ready: calls of `open()` are done. */
export function opened(link: Link): void {
  if (link.opening.length > 0) used(link)
  for (const exchange of link.opening.drain()) settle(link, exchange)
}

/** Back to what it was before it began. */
export function requeue(link: Link, exchange: Exchange): void {
  exchange.restart()
  link.waiting++
}
