/** The sessions of a machine: the connection hook, and the transaction that runs. */

import type { AnySockioError } from './errors.ts'
import type { Exchange } from './exchange.ts'
import type { ErrorFor } from './link.ts'
import type { Parts } from './parts.ts'
import { asError } from './realm.ts'
import { Session } from './session.ts'

export class Sessions {
  readonly #parts: Parts
  #hook: Session | undefined
  #transaction: Session | undefined

  constructor(parts: Parts) {
    this.#parts = parts
  }

  // ---- the hook

  startHook(): void {
    if (!this.#parts.settings.hook) return
    const hook = new Session('hook')
    hook.stage = 'begun'
    this.#hook = hook
    this.#parts.scheduler.session = hook
    this.#parts.effects.granted(hook)
  }

  /** There is no hook, or it has returned and all that it started is done. */
  get hookDone(): boolean {
    return this.#hook === undefined || (this.#hook.ending && this.#idle(this.#hook))
  }

  endHook(): void {
    const hook = this.#hook
    if (hook === undefined) return
    hook.stage = 'settled'
    this.#hook = undefined
    this.#parts.scheduler.root.adoptOrphans(hook.lanes)
    this.#parts.scheduler.session = this.#transaction
  }

  /** The attempt failed while the hook ran: what it does from now on fails. */
  cutHook(errorFor: ErrorFor): void {
    const hook = this.#hook
    if (hook === undefined) return
    this.#hook = undefined
    this.#failLanes(hook, errorFor(undefined))
    hook.stage = 'settled'
    this.#parts.scheduler.session = this.#transaction
  }

  // ---- transactions

  begin(session: Session): void {
    const { ledger, deadlines, turn, scheduler } = this.#parts
    const refusal = ledger.refusal(undefined)
    if (refusal !== undefined) {
      this.#refuse(session, refusal)
      return
    }
    session.stage = 'queued'
    const limit = Math.min(session.timeout, session.patience)
    if (limit !== Number.POSITIVE_INFINITY) {
      session.limit = turn.now + session.timeout
      deadlines.set(session, turn.now + limit)
    }
    scheduler.root.addSession(session)
  }

  /** The transaction may start: from now on only its own limit counts. */
  granted(session: Session): void {
    this.#transaction = session
    this.#parts.deadlines.set(session, session.limit)
  }

  end(session: Session, failure?: { readonly error: unknown }): void {
    if (session.stage !== 'begun') return
    if (failure === undefined || session.kind === 'transaction') session.ending = true
    else {
      const { error } = failure
      const cause = asError(error)
      this.#parts.link.failed(cause, (subject) => this.#parts.blame.init(subject, 'initialising', error))
    }
  }

  /** Lets go of a transaction that has returned and of which nothing is left to do; true when it did. */
  releaseDone(): boolean {
    const session = this.#transaction
    if (session === undefined || !session.ending || !this.#idle(session)) return false
    this.#release(session)
    return true
  }

  #release(session: Session): void {
    const { scheduler, deadlines } = this.#parts
    deadlines.delete(session)
    session.stage = 'settled'
    scheduler.root.remove(session)
    scheduler.root.adoptOrphans(session.lanes)
    if (this.#transaction !== session) return
    this.#transaction = undefined
    if (scheduler.session === session) scheduler.session = undefined
  }

  /** Its time is over, or its caller is gone. */
  expire(session: Session, error: AnySockioError): void {
    if (session.stage === 'settled') return
    if (session.stage === 'begun') this.#failLanes(session, error)
    this.#release(session)
    this.#refuse(session, error)
  }

  /** The connection of the running transaction is gone; it keeps its place until its function has returned. */
  cutTransaction(cause: Error): void {
    const session = this.#transaction
    if (session === undefined || session.failure !== undefined) return
    const { blame } = this.#parts
    session.failure = blame.notConnected(undefined, 'idle', cause)
  }

  /** Ends every transaction, queued or running. */
  fail(errorFor: ErrorFor): void {
    for (const item of this.#parts.scheduler.root.writers.toArray()) {
      if (item instanceof Session) this.expire(item, errorFor(item))
    }
    this.cutHook(errorFor)
  }

  /** Does a transaction hold its place, whatever became of its connection? */
  get running(): boolean {
    return this.#transaction !== undefined
  }

  #failLanes(session: Session, error: AnySockioError): void {
    session.failure ??= error
    this.#parts.ledger.failSession(session, error)
  }

  #refuse(session: Session, error: AnySockioError): void {
    session.stage = 'settled'
    session.failure ??= error
    this.#parts.effects.refused(session, error)
  }

  /** Nothing is left to do in its lanes, late replies left out, and all that it wrote is out. */
  #idle(session: Session): boolean {
    const { lanes } = session
    if (lanes.writers.length > 0 || lanes.readers.length > lanes.orphans) return false
    return !this.#parts.scheduler.writing.some((exchange) => exchange.session === session && exchange.stage === 'begun')
  }

  /** Why an exchange of a session can't be taken. */
  refusal(exchange: Exchange, session: Session): AnySockioError | undefined {
    const { blame, link } = this.#parts
    if (session.failure !== undefined) return blame.notConnected(exchange, link.state, session.failure)
    return session.stage === 'begun' && !session.ending ? undefined : blame.sessionOver(exchange, link.state)
  }
}
