/** The life of the link: connecting, waiting, losing and closing; each step is a row of the table in `state.ts`. */

import type { ErrorFor } from './blame.ts'
import { HangUp } from './cause.ts'
import { Timer } from './deadlines.ts'
import * as ledger from './ledger.ts'
import type { Link } from './link.ts'
import { asError } from './realm.ts'
import * as recovery from './recovery.ts'
import * as scheduler from './scheduler.ts'
import type { Session } from './session.ts'
import * as sessions from './sessions.ts'
import * as silence from './silence.ts'
import { type Cause, next } from './state.ts'
import * as streams from './streams.ts'

const NEVER = Number.POSITIVE_INFINITY
const MOST_FRUITLESS = 3
/** A connection that brought bytes and lasted so long was of use: the next may be made at once. */
const LASTING_MS = 100

/** Several connections in a row were lost before they were of use: hope is no policy. */
export function hopeless(link: Link): boolean {
  return !ofUse(link) && link.fruitless >= MOST_FRUITLESS
}

/** Has it answered a request, or said something and lasted a while? A greeting before each hanging up is no use. */
function ofUse(link: Link): boolean {
  return link.answered || (link.heard && link.effects.now() - link.since >= LASTING_MS)
}

/** Starts what may start, until nothing moves any more. */
export function advance(link: Link): void {
  while (step(link)) {}
}

function step(link: Link): boolean {
  if (obey(link)) return true
  const before = link.state
  if (sessions.releaseDone(link)) return true
  if (before === 'idle') {
    recovery.readLeftovers(link)
    if (ledger.wanted(link)) connect(link, 'wanted')
    else recovery.failQueued(link, (subject) => link.blame.notConnected(subject, 'idle'))
  } else if (before === 'waiting' || before === 'connecting') {
    if (!ledger.wanted(link)) giveUp(link)
  } else if (before === 'initialising') {
    if (!sessions.hookDone(link)) scheduler.run(link) // what is not the hook's begins when all know that it may
    if (link.doomed !== undefined) return true
    if (sessions.hookDone(link)) ready(link)
  } else if (before === 'ready') {
    scheduler.run(link)
    if (link.doomed !== undefined) return true
    if (!link.used && !ledger.wanted(link)) leave(link)
    return sessions.releaseDone(link) || link.state !== before
  }
  return link.state !== before
}

function go(link: Link, cause: Cause, error?: Error): void {
  const from = link.state
  link.state = next(from, cause)
  const { deadlines, paceTimer, quietTimer, settleTimer, effects } = link
  if (cause !== 'connected') link.due = NEVER // an attempt's limit covers its hook
  for (const timer of [paceTimer, quietTimer, settleTimer]) deadlines.delete(timer)
  link.settling = false
  if (link.state === 'idle') link.failure = undefined
  if (!link.up) ledger.absolve(link)
  effects.changed(link.state, from, error)
}

function limit(link: Link, duration: number): void {
  link.due = link.effects.now() + duration
}

function connect(link: Link, cause: Cause): void {
  go(link, cause)
  link.epoch++
  link.heard = false
  link.hungUp = false
  limit(link, link.settings.connectionTimeout)
  link.effects.connect(link.epoch)
}

/** Nobody needs a connection any more: one that is being made must not go on behind everybody's back. */
function giveUp(link: Link): void {
  if (link.state === 'connecting') {
    destroy(link)
    if (link.settling) recovery.reportLeftovers(link)
    link.epoch++
  }
  link.attempt = 0
  go(link, 'unwanted')
}

/** All that it was made for was over before it was there: it goes as an attempt would have gone. */
function leave(link: Link): void {
  destroy(link)
  link.epoch++
  recovery.reportLeftovers(link)
  scheduler.reset(link)
  go(link, 'dropped')
}

/** The socket is there; it may have to settle before it is written to. */
export function connected(link: Link): void {
  const { effects, settings, deadlines } = link
  link.since = effects.now()
  silence.connected(link)
  ledger.fresh(link)
  recovery.reportLeftovers(link)
  if (settings.settle === 0) settled(link)
  else {
    link.settling = true
    link.settleTimer ??= new Timer()
    deadlines.set(link.settleTimer, link.since + settings.settle)
  }
}

/** The peer has not hung up at once: now it may be written to. */
export function settled(link: Link): void {
  go(link, 'connected')
  sessions.startHook(link)
}

function ready(link: Link): void {
  link.attempt = 0
  link.failure = undefined
  link.connections++
  go(link, 'initialised')
  sessions.endHook(link)
  ledger.opened(link)
}

/** Bytes came. */
export function received(link: Link): void {
  link.heard = true
  link.due += silence.came(link)
}

/** The sockets were read. What the program took of an attempt whose hook asks, it took of its limit, too. */
export function read(link: Link, now: number): void {
  link.due += silence.read(link, now)
}

/** The limit of the present state has passed. */
export function expired(link: Link): void {
  link.due = NEVER
  if (link.state === 'waiting') {
    if (ledger.wanted(link)) connect(link, 'retry')
  } else if (link.state === 'closing') farewell(link)
  else attemptTimedOut(link)
}

function attemptTimedOut(link: Link): void {
  const { blame, settings, effects } = link
  const state = link.state
  const tried = effects.attempted?.()
  const errorFor: ErrorFor = (subject) => blame.connectTimeout(subject, state, settings.connectionTimeout, tried)
  destroy(link)
  failed(link, errorFor(undefined), errorFor)
}

/** The attempt is over; its socket is gone, or is destroyed here. */
export function failed(link: Link, cause: Error, errorFor: ErrorFor, eof = false): void {
  const { settings, effects } = link
  const made = link.state === 'initialising' // else nothing was cut, and what the one before left keeps its reason
  if (made || link.settling) destroy(link)
  if (link.settling) recovery.reportLeftovers(link)
  link.epoch++
  link.attempt++
  link.failure = cause
  if (made) recovery.cut(link, eof, cause)
  sessions.cutHook(link, errorFor)
  let delay: number | false = false
  if (ledger.wanted(link)) delay = settings.backoff(link.attempt, effects.random(), cause)
  if (delay === false) {
    const error = errorFor(undefined)
    recovery.failQueued(link, errorFor)
    if (ledger.wanted(link)) delay = settings.streamBackoff(link.attempt, effects.random(), cause)
    if (delay === false) {
      streams.fail(link, errorFor)
      link.attempt = 0
      go(link, 'spent', error)
      return
    }
  }
  wait(link, 'failed', delay, cause)
}

function wait(link: Link, cause: Cause, delay: number, error: Error): void {
  link.delay = delay
  go(link, cause, error)
  limit(link, delay)
}

/** The peer has said goodbye. */
export function eof(link: Link): void {
  if (link.state === 'closing') farewell(link)
  else if (link.up) {
    link.hungUp = true
    link.effects.eof?.()
    scheduler.nothingMore(link)
    lose(link, true, new HangUp())
  }
}

/** The connection ended without our wish: lost, closed by the peer, or given up because of `cause`. */
export function lose(link: Link, eof: boolean, cause: Error): void {
  const { settings, effects, blame } = link
  if (link.state === 'initialising') {
    failed(link, cause, (subject) => blame.init(subject, 'initialising', cause), eof)
    return
  }
  destroy(link)
  link.epoch++
  recovery.cut(link, eof, cause)
  link.fruitless = ofUse(link) ? 0 : link.fruitless + 1
  if (!settings.autoReconnect) recovery.failQueued(link, (subject) => blame.notConnected(subject, 'idle', cause))
  if (ledger.wanted(link)) {
    // A device that hangs up at once must not be called again at full speed.
    const delay = link.fruitless < 2 ? 0 : settings.streamBackoff(link.fruitless - 1, effects.random(), cause)
    link.attempt = 0
    if (delay !== false) {
      wait(link, 'lost', delay, cause)
      return
    }
    abandonAll(link, cause)
  }
  go(link, 'dropped', cause)
}

/** Connections are made and lost again, as often as the policy allows: that is as good as none. */
function abandonAll(link: Link, cause: Error): void {
  const { blame } = link
  const attempts = link.fruitless
  link.fruitless = 0
  const errorFor: ErrorFor = (subject) => blame.connect(subject, 'connecting', attempts, cause)
  recovery.failQueued(link, errorFor)
  streams.fail(link, errorFor)
}

/** Gives a doomed connection up; true when there was one. */
export function obey(link: Link): boolean {
  if (link.doomed === undefined) return false
  lose(link, false, link.doomed)
  return true
}

function destroy(link: Link): void {
  link.effects.disconnect(link.epoch, 'destroy')
}

/** `blocked`: a part of what was written is still here, and must not go out any more. */
export function close(link: Link, dispose: boolean, blocked: boolean): void {
  if (link.state === 'closed') return
  link.disposed ||= dispose
  const { settings } = link
  const from = link.state
  if (from === 'closing') return
  if (from === 'idle') {
    if (link.disposed) go(link, 'disposed')
    return
  }
  const goodbye = from === 'ready' && !blocked
  go(link, 'close')
  if (goodbye) {
    scheduler.reset(link)
    link.effects.disconnect(link.epoch, 'end')
    limit(link, settings.closeGrace)
  } else {
    if (from !== 'waiting') destroy(link)
    scheduler.reset(link)
    down(link)
  }
}

/** The peer of a closed connection has said goodbye too, or had time enough for it. */
export function farewell(link: Link): void {
  destroy(link)
  down(link)
}

/** The socket of a closed connection is gone. */
export function down(link: Link): void {
  link.epoch++
  link.attempt = 0
  link.fruitless = 0
  go(link, link.disposed ? 'disposed' : 'down')
}

/** The hook or the transaction has returned; what it left in its lanes is done first. A hook that failed ends the attempt. */
export function ended(link: Link, session: Session, failure?: { readonly error: unknown }): void {
  if (session.stage !== 'begun') return
  if (failure === undefined || session.kind === 'transaction') session.ending = true
  else {
    const { error } = failure
    const cause = asError(error)
    failed(link, cause, (subject) => link.blame.init(subject, 'initialising', error))
  }
}
