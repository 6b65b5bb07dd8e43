/** What is done with the sessions of a link, the connection hook and the transaction that runs; the state of each is in `session.ts`. */
import * as abandon from './abandon.ts'
import type { ErrorFor } from './blame.ts'
import { type AnySockioError, NotConnectedError } from './errors.ts'
import type { Exchange } from './exchange.ts'
import * as ledger from './ledger.ts'
import type { Link } from './link.ts'
import { Session } from './session.ts'

export function startHook(link: Link): void {
  if (!link.settings.hook) return
  const hook = new Session('hook')
  hook.stage = 'begun'
  link.hook = hook
  link.session = hook
  link.effects.granted(hook)
}

/** There is no hook, or it has returned and all that it started is done. */
export function hookDone(link: Link): boolean {
  return link.hook === undefined || (link.hook.ending && idle(link, link.hook))
}

export function endHook(link: Link): void {
  const hook = link.hook
  if (hook === undefined) return
  hook.stage = 'settled'
  link.hook = undefined
  link.root.adoptOrphans(hook.lanes)
  link.session = link.transaction
}

/** The attempt failed while the hook ran: what it does from now on fails. */
export function cutHook(link: Link, errorFor: ErrorFor): void {
  const hook = link.hook
  if (hook === undefined) return
  link.hook = undefined
  failLanes(link, hook, errorFor(undefined))
  hook.stage = 'settled'
  link.session = link.transaction
}

/** The transaction holds both lanes: from now on only its own limit counts. */
export function granted(link: Link, session: Session): void {
  session.stage = 'begun'
  ledger.used(link)
  link.session = session
  link.transaction = session
  link.deadlines.set(session, session.limit)
  link.effects.granted(session)
}

/** Lets go of a transaction that has returned and of which nothing is left to do; true when it did. */
export function releaseDone(link: Link): boolean {
  const session = link.transaction
  if (session === undefined || !session.ending || !idle(link, session)) return false
  release(link, session)
  return true
}

function release(link: Link, session: Session): void {
  const { deadlines } = link
  deadlines.delete(session)
  session.stage = 'settled'
  link.root.remove(session)
  link.root.adoptOrphans(session.lanes)
  if (link.transaction !== session) return
  link.transaction = undefined
  if (link.session === session) link.session = undefined
}

/** Ends a session whose time is over, or whose caller is gone. */
export function expire(link: Link, session: Session, error: AnySockioError): void {
  if (session.stage === 'settled') return
  if (session.stage === 'begun') failLanes(link, session, error)
  release(link, session)
  refuse(link, session, error)
}

/**
 * The connection of the running transaction is gone; it keeps its place until its function has returned. `loss`: what a
 * call of it ended with then.
 */
export function cutTransaction(link: Link, cause: unknown, loss: unknown): void {
  const session = link.transaction
  if (session === undefined || session.failure !== undefined) return
  session.failure = link.blame.notConnected(undefined, 'idle', cause, loss)
}

/** Ends every transaction, queued or running. */
export function fail(link: Link, errorFor: ErrorFor): void {
  for (const item of link.root.writers.toArray()) {
    if (item instanceof Session) expire(link, item, errorFor(item))
  }
  cutHook(link, errorFor)
}

function failLanes(link: Link, session: Session, error: AnySockioError): void {
  session.failure ??= error
  abandon.failSession(link, session, error)
}

export function refuse(link: Link, session: Session, error: AnySockioError): void {
  session.stage = 'settled'
  session.failure ??= error
  link.effects.refused(session, error)
}

/** Nothing is left to do in its lanes, late replies left out, and all that it wrote is out. */
function idle(link: Link, session: Session): boolean {
  const { lanes } = session
  if (lanes.writers.length > 0 || lanes.readers.length > lanes.orphans) return false
  const ofIt = (exchange: Exchange) => exchange.session === session && exchange.stage === 'begun'
  return !link.written.some(ofIt) && !link.doubted?.some(ofIt)
}

/** Why an exchange of a session can't be taken. */
export function refusal(link: Link, exchange: Exchange, session: Session): AnySockioError | undefined {
  const { failure } = session
  if (failure instanceof NotConnectedError) return link.blame.stillNotConnected(exchange, link.state, failure)
  if (failure !== undefined) return link.blame.notConnected(exchange, link.state, failure)
  return session.stage === 'begun' && !session.ending ? undefined : link.blame.sessionOver(exchange, link.state)
}
