/** The early end of one exchange: its time is over, its caller is gone, or its reply can't be read. */

import type { Arrived } from './arrived.ts'
import * as circumstances from './circumstances.ts'
import type { AnySockioError } from './errors.ts'
import type { Exchange } from './exchange.ts'
import * as ledger from './ledger.ts'
import type { Link } from './link.ts'
import { Session } from './session.ts'
import * as silence from './silence.ts'
import * as streams from './streams.ts'

/** Ends an exchange whose reply can't be read, with the reason; the connection has to go. */
export function broken(link: Link, exchange: Exchange, cause: Error): void {
  const error = ledger.breach(link, exchange, cause, ledger.arrived(link, exchange) ?? ledger.unclaimed(link))
  link.inbox.clear()
  if (exchange.stream !== undefined) streams.end(link, exchange, error)
  else if (!exchange.orphan) {
    ledger.lanesOf(link, exchange).remove(exchange)
    ledger.settle(link, exchange, error)
  }
  ledger.doom(link, error)
}

/** Ends an exchange whose time is over. */
export function expired(link: Link, exchange: Exchange): void {
  const { blame } = link
  const known = circumstances.circumstances(link, exchange)
  abandon(link, exchange, (arrived) => blame.timeout(exchange, link.state, exchange.span, { ...known, arrived }))
}

/** Ends an exchange early for its caller. What that does to the connection depends on how far it got: it may have to go. */
export function abandon(link: Link, exchange: Exchange, why: (arrived?: Arrived) => AnySockioError): void {
  if (exchange.stage === 'settled') return
  if (silence.isDoubted(exchange)) {
    ledger.settle(link, exchange) // it is out, whoever waits for more
    return
  }
  const error = why(ledger.arrived(link, exchange))
  if (exchange.stream !== undefined) {
    streams.abandoned(link, exchange, error)
    return
  }
  const { settings } = link
  const lanes = ledger.lanesOf(link, exchange)
  const begun = exchange.stage === 'begun'
  const written = begun && exchange.request !== undefined
  const out = written && !link.written.includes(exchange)
  if (out && settings.resync === 'discard' && exchange.framing?.bounded === true) {
    lanes.orphan(exchange, link.effects.now())
    ledger.settle(link, exchange, error)
    return
  }
  const reading = lanes.readers.peek() === exchange
  if (!link.opening.remove(exchange)) lanes.remove(exchange)
  ledger.settle(link, exchange, error)
  if (exchange.framing?.line !== true) link.inbox.resift()
  if (!written && !(begun && exchange.consumed && settings.resync === 'reconnect')) return
  if (reading) link.inbox.clear() // what had arrived of its reply is in its error
  ledger.doom(link, error)
}

/** A transaction is over before its exchanges are. */
export function failSession(link: Link, session: Session, cause: unknown): void {
  const { blame } = link
  const out = [...(link.doubted ?? []), ...link.written.toArray()]
  const items = new Set<Exchange | Session>(out.filter((exchange) => exchange.session === session))
  for (const item of [...session.lanes.readers.toArray(), ...session.lanes.writers.toArray()]) items.add(item)
  for (const item of items) {
    if (item instanceof Session) continue
    abandon(link, item, (arrived) => blame.aborted(item, link.state, cause, arrived))
  }
}
