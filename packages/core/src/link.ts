/** The life of the link: connecting, waiting, losing and closing; each step is a row of the table in `state.ts`. */
import type { Subject } from './blame.ts'
import type { AnySockioError } from './errors.ts'
import type { Parts } from './parts.ts'
import { type Cause, next, type State } from './state.ts'

/** Makes the error of one call for what happened to all of them. */
export type ErrorFor = (subject: Subject) => AnySockioError

const MOST_FRUITLESS = 3
/** A connection that brought bytes and lasted so long was of use: the next may be made at once. */
const LASTING_MS = 100

export class Link {
  readonly #parts: Parts
  #state: State = 'idle'
  #epoch = 0
  /** Failed attempts in a row; and connections, in a row, that were lost before they were of use. */
  #attempt = 0
  #fruitless = 0
  #since = 0
  #heard = false
  #answered = false
  /** Something was begun on it, or it was what was asked for. */
  #used = false
  /** The socket is there, and nothing may be written yet. */
  #settling = false
  #delay = 0
  #failure: Error | undefined
  #connections = 0
  #disposing = false
  /** Why the connection must go. Whoever finds out says so; only `obey` acts on it, in the same turn. */
  #doomed: Error | undefined

  constructor(parts: Parts) {
    this.#parts = parts
  }

  get state(): State {
    return this.#state
  }

  get epoch(): number {
    return this.#epoch
  }

  get up(): boolean {
    return this.#state === 'ready' || this.#state === 'initialising'
  }

  /** Is there a socket that what comes is read from? One that has to settle is not up yet. */
  get listening(): boolean {
    return this.up || this.#settling
  }

  /** Has the present connection, or the last one, ever given a byte? */
  get heard(): boolean {
    return this.#heard
  }

  /** Must the connection go? Then nothing is started on it any more. */
  get doomed(): boolean {
    return this.#doomed !== undefined
  }

  get disposed(): boolean {
    return this.#disposing
  }

  /** Why there is no connection yet: what the last attempt failed with. */
  get failure(): Error | undefined {
    return this.#failure
  }

  /** Several connections in a row were lost before they were of use: hope is no policy. */
  get fruitless(): boolean {
    return !this.#ofUse && this.#fruitless >= MOST_FRUITLESS
  }

  /** Has it answered a request, or said something and lasted a while? A greeting before each hanging up is no use. */
  get #ofUse(): boolean {
    return this.#answered || (this.#heard && this.#parts.effects.now() - this.#since >= LASTING_MS)
  }

  /** Connections that became ready so far. */
  get connections(): number {
    return this.#connections
  }

  get retry(): { readonly attempt: number; readonly delay: number } {
    return { attempt: this.#attempt, delay: this.#delay }
  }

  /** Starts what may start, until nothing moves any more. */
  advance(): void {
    while (this.#step()) {}
  }

  #step(): boolean {
    const { scheduler, sessions, ledger, recovery, blame } = this.#parts
    if (this.obey()) return true
    const before = this.#state
    if (sessions.releaseDone()) return true
    if (before === 'idle') {
      recovery.readLeftovers()
      if (ledger.wanted) this.#connect('wanted')
      else ledger.failQueued((subject) => blame.notConnected(subject, 'idle'))
    } else if (before === 'waiting' || before === 'connecting') {
      if (!ledger.wanted) this.#giveUp()
    } else if (before === 'initialising') {
      if (!sessions.hookDone) scheduler.run() // what is not the hook's begins when all know that it may
      if (this.doomed) return true
      if (sessions.hookDone) this.#ready()
    } else if (before === 'ready') {
      scheduler.run()
      if (this.doomed) return true
      if (!this.#used && !ledger.wanted) this.#leave()
      return sessions.releaseDone() || this.#state !== before
    }
    return this.#state !== before
  }

  #go(cause: Cause, error?: Error): void {
    const from = this.#state
    this.#state = next(from, cause)
    const { deadlines, stateTimer, paceTimer, quietTimer, settleTimer, effects } = this.#parts
    if (cause !== 'connected') deadlines.delete(stateTimer) // an attempt's limit covers its hook
    for (const timer of [paceTimer, quietTimer, settleTimer]) deadlines.delete(timer)
    this.#settling = false
    if (this.#state === 'idle') this.#failure = undefined
    if (!this.up) this.#doomed = undefined // it has gone, whatever for
    effects.changed(this.#state, from, error)
  }

  #limit(duration: number): void {
    const { deadlines, stateTimer, effects } = this.#parts
    if (duration !== Number.POSITIVE_INFINITY) deadlines.set(stateTimer, effects.now() + duration)
  }

  #connect(cause: Cause): void {
    this.#go(cause)
    this.#epoch++
    this.#heard = false
    this.#limit(this.#parts.settings.connectionTimeout)
    this.#parts.effects.connect(this.#epoch)
  }

  /** Nobody needs a connection any more: one that is being made must not go on behind everybody's back. */
  #giveUp(): void {
    if (this.#state === 'connecting') {
      this.#cut()
      if (this.#settling) this.#parts.recovery.reportLeftovers()
      this.#epoch++
    }
    this.#attempt = 0
    this.#go('unwanted')
  }

  /** All that it was made for was over before it was there: it goes as an attempt would have gone. */
  #leave(): void {
    this.#cut()
    this.#epoch++
    this.#parts.recovery.reportLeftovers()
    this.#parts.scheduler.reset()
    this.#go('dropped')
  }

  /** Something was begun on the connection, or it was what was asked for. */
  used(): void {
    this.#used = true
  }

  connected(): void {
    const { effects, recovery, settings, deadlines, settleTimer } = this.#parts
    this.#since = effects.now()
    this.#answered = false
    this.#used = settings.hook
    recovery.reportLeftovers()
    if (settings.settle === 0) this.settled()
    else {
      this.#settling = true
      deadlines.set(settleTimer, this.#since + settings.settle)
    }
  }

  /** The peer has not hung up at once: now it may be written to. */
  settled(): void {
    this.#go('connected')
    this.#parts.sessions.startHook()
  }

  #ready(): void {
    this.#attempt = 0
    this.#failure = undefined
    this.#connections++
    this.#go('initialised')
    this.#parts.sessions.endHook()
    this.#parts.ledger.opened()
  }

  /** Bytes came. */
  received(): void {
    this.#heard = true
  }

  /** A request was answered: the connection is of use. */
  answered(): void {
    this.#answered = true
  }

  /** The limit of the present state has passed. */
  expired(): void {
    if (this.#state === 'waiting') {
      if (this.#parts.ledger.wanted) this.#connect('retry')
    } else if (this.#state === 'closing') this.farewell()
    else this.#attemptTimedOut()
  }

  #attemptTimedOut(): void {
    const { blame, settings, effects } = this.#parts
    const state = this.#state
    const tried = effects.attempted?.()
    const errorFor: ErrorFor = (subject) => blame.connectTimeout(subject, state, settings.connectionTimeout, tried)
    this.#cut()
    this.failed(errorFor(undefined), errorFor)
  }

  /** The attempt is over; its socket is gone, or is destroyed here. */
  failed(cause: Error, errorFor: ErrorFor, eof = false): void {
    const { settings, effects, ledger, recovery, sessions, streams } = this.#parts
    const made = this.#state === 'initialising' // else nothing was cut, and what the one before left keeps its reason
    if (made || this.#settling) this.#cut()
    if (this.#settling) recovery.reportLeftovers()
    this.#epoch++
    this.#attempt++
    this.#failure = cause
    if (made) recovery.cut(eof, cause)
    sessions.cutHook(errorFor)
    let delay: number | false = false
    if (ledger.wanted) delay = settings.backoff(this.#attempt, effects.random(), cause)
    if (delay === false) {
      const error = errorFor(undefined)
      ledger.failQueued(errorFor)
      if (ledger.wanted) delay = settings.streamBackoff(this.#attempt, effects.random(), cause)
      if (delay === false) {
        streams.fail(errorFor)
        this.#attempt = 0
        this.#go('spent', error)
        return
      }
    }
    this.#wait('failed', delay, cause)
  }

  #wait(cause: Cause, delay: number, error: Error): void {
    this.#delay = delay
    this.#go(cause, error)
    this.#limit(delay)
  }

  /** The connection ended without our wish: lost, closed by the peer, or given up because of `cause`. */
  lose(eof: boolean, cause: Error): void {
    const { settings, effects, ledger, recovery, sessions, blame } = this.#parts
    if (this.#state === 'initialising') {
      this.failed(cause, (subject) => blame.init(subject, 'initialising', cause), eof)
      return
    }
    this.#cut()
    this.#epoch++
    sessions.cutTransaction(cause)
    recovery.cut(eof, cause)
    this.#fruitless = this.#ofUse ? 0 : this.#fruitless + 1
    if (!settings.autoReconnect) ledger.failQueued((subject) => blame.notConnected(subject, 'idle', cause))
    if (ledger.wanted) {
      // A device that hangs up at once must not be called again at full speed.
      const delay = this.#fruitless < 2 ? 0 : settings.streamBackoff(this.#fruitless - 1, effects.random(), cause)
      this.#attempt = 0
      if (delay !== false) {
        this.#wait('lost', delay, cause)
        return
      }
      this.#abandonAll(cause)
    }
    this.#go('dropped', cause)
  }

  /** Connections are made and lost again, as often as the policy allows: that is as good as none. */
  #abandonAll(cause: Error): void {
    const { ledger, streams, blame } = this.#parts
    const attempts = this.#fruitless
    this.#fruitless = 0
    const errorFor: ErrorFor = (subject) => blame.connect(subject, 'connecting', attempts, cause)
    ledger.failQueued(errorFor)
    streams.fail(errorFor)
  }

  /**
   * The connection must go, because of `cause`: without a goodbye, which a peer could stall, and when the change is over in
   * the midst of which that was found, by `obey`. The first reason counts.
   */
  doom(cause: Error): void {
    if (this.up) this.#doomed ??= cause
  }

  /** Gives a doomed connection up; true when there was one. */
  obey(): boolean {
    if (this.#doomed === undefined) return false
    this.lose(false, this.#doomed)
    return true
  }

  #cut(): void {
    this.#parts.effects.disconnect(this.#epoch, 'destroy')
  }

  /** `blocked`: a part of what was written is still here, and must not go out any more. */
  close(dispose: boolean, blocked: boolean): void {
    if (this.#state === 'closed') return
    this.#disposing ||= dispose
    const { scheduler, settings } = this.#parts
    const from = this.#state
    if (from === 'closing') return
    if (from === 'idle') {
      if (this.#disposing) this.#go('disposed')
      return
    }
    const goodbye = from === 'ready' && !blocked
    this.#go('close')
    if (goodbye) {
      scheduler.reset()
      this.#parts.effects.disconnect(this.#epoch, 'end')
      this.#limit(settings.closeGrace)
    } else {
      if (from !== 'waiting') this.#cut()
      scheduler.reset()
      this.down()
    }
  }

  /** The peer of a closed connection has said goodbye too, or had time enough for it. */
  farewell(): void {
    this.#cut()
    this.down()
  }

  /** The socket of a closed connection is gone. */
  down(): void {
    this.#epoch++
    this.#attempt = 0
    this.#fruitless = 0
    this.#go(this.#disposing ? 'disposed' : 'down')
  }
}
