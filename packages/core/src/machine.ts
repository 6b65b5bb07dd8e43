/** The machine of one link: its inputs. Each is a turn: change what must change, then start what may start. */
import { HangUp } from './blame.ts'
import type { Effects } from './effects.ts'
import { Exchange } from './exchange.ts'
import { Parts } from './parts.ts'
import { Session } from './session.ts'
import type { Settings } from './settings.ts'
import type { State } from './state.ts'

export class Machine {
  readonly #parts: Parts
  #alarm: number = Number.POSITIVE_INFINITY

  constructor(settings: Settings, effects: Effects) {
    this.#parts = new Parts(settings, effects)
  }

  get state(): State {
    return this.#parts.link.state
  }

  /** Bytes received and not yet read. */
  get inWaiting(): number {
    return this.#parts.scheduler.inbox.length
  }

  /** Connections that became ready so far. */
  get connections(): number {
    return this.#parts.link.connections
  }

  /** In state `waiting`: the attempt to come, counted from 1, and the delay before it in ms. */
  get retry(): { readonly attempt: number; readonly delay: number } {
    return this.#parts.link.retry
  }

  // ---- calls

  /** Takes an exchange in; it will be settled exactly once. */
  submit(exchange: Exchange): void {
    this.#parts.ledger.submit(exchange)
    this.#advance()
  }

  /** The calls that wait, that no limit will end, and of which nobody has said so; streams, which are made to wait, left out. Oldest first. */
  unlimited(): readonly Exchange[] {
    return this.#parts.ledger.unlimited()
  }

  /** What would be said of a call if it had a limit of `waited` ms that is over now. Changes nothing. */
  explain(exchange: Exchange, waited: number): string {
    return this.#parts.ledger.explain(exchange, waited)
  }

  /** Opens the link; `exchange` has neither request nor framing, and is settled when the link is ready. */
  open(exchange: Exchange): void {
    this.#parts.ledger.open(exchange)
    this.#advance()
  }

  /**
   * Ends exchanges and transactions for their callers, each with an `AbortError` whose cause is given. They end in one
   * turn: the end of one may make way for another that is aborted as well, and must not be sent any more.
   */
  abort(subjects: Iterable<Exchange | Session>, cause: unknown): void {
    for (const subject of subjects) {
      if (subject instanceof Session) this.#abortSession(subject, cause)
      else this.#abortExchange(subject, cause)
    }
    this.#advance()
  }

  #abortExchange(exchange: Exchange, cause: unknown): void {
    const { ledger, blame, link } = this.#parts
    const owed = ledger.owed(exchange)
    ledger.abandon(exchange, (arrived) => blame.aborted(exchange, link.state, cause, arrived, owed))
  }

  #abortSession(session: Session, cause: unknown): void {
    const { sessions, blame, link, ledger } = this.#parts
    sessions.expire(session, blame.sessionAborted(session, link.state, cause, ledger.owed(session)))
  }

  /** Lets a stream have `n` more frames. */
  credit(exchange: Exchange, n: number): void {
    this.#parts.streams.credit(exchange, n)
    this.#advance()
  }

  /** Ends a stream on its consumer's wish; frames that it was given and did not use go back, in their order. */
  cancelStream(exchange: Exchange, unused: readonly Uint8Array[] = []): void {
    this.#parts.streams.cancel(exchange, unused)
    this.#advance()
  }

  /** Queues a transaction; `granted` or `refused` will follow. */
  begin(session: Session): void {
    this.#parts.sessions.begin(session)
    this.#advance()
  }

  /** The hook or the transaction has returned; what it left in its lanes is done first. */
  end(session: Session, failure?: { readonly error: unknown }): void {
    this.#parts.sessions.end(session, failure)
    this.#advance()
  }

  /** Ends everything; the next call opens the link again. */
  close(): void {
    this.#close(false)
  }

  /** Ends everything for good. */
  dispose(): void {
    this.#close(true)
  }

  #close(dispose: boolean): void {
    const { ledger, blame, link, scheduler } = this.#parts
    const disposing = dispose || link.disposed
    const blocked = scheduler.blocked
    ledger.failAll((subject, arrived) => blame.closed(subject, link.state, disposing, arrived))
    scheduler.inbox.clear()
    link.close(dispose, blocked)
    this.#advance()
  }

  /** Takes everything that has been received and not read, at once; nothing of a reply, stream or session under way. */
  takeInput(): Uint8Array {
    const { scheduler, settings } = this.#parts
    if (scheduler.session !== undefined || scheduler.reading) return settings.allocate(0)
    const bytes = scheduler.inbox.takeAll()
    this.#advance()
    return bytes
  }

  // ---- events of the socket

  connected(epoch: number): void {
    const { link } = this.#parts
    if (epoch !== link.epoch || link.state !== 'connecting' || link.listening) return
    link.connected()
    this.#advance()
  }

  /** Bytes came; a copy is kept. */
  received(epoch: number, chunk: Uint8Array): void {
    const { link, scheduler } = this.#parts
    if (epoch !== link.epoch || !link.listening) return
    link.received()
    scheduler.received(chunk)
    this.#advance()
  }

  /** The peer has closed its side. */
  eof(epoch: number): void {
    const { link } = this.#parts
    if (epoch !== link.epoch) return
    if (link.state === 'closing') link.farewell()
    else if (link.up) link.lose(true, new HangUp())
    else if (link.listening) this.#failed(new HangUp())
    this.#advance()
  }

  /** The socket is gone, or could not be made. */
  lost(epoch: number, cause?: Error): void {
    const { link } = this.#parts
    if (epoch !== link.epoch) return
    const error = cause ?? new Error('the connection was closed')
    if (link.state === 'closing') link.down()
    else if (link.up) link.lose(false, error)
    else if (link.state === 'connecting') this.#failed(error)
    this.#advance()
  }

  #failed(cause: Error): void {
    const { link, blame } = this.#parts
    link.failed(cause, (subject) => blame.connect(subject, 'connecting', link.retry.attempt, cause))
  }

  /** What was written last has not left, not even in part: the socket was dead already. */
  unwritten(epoch: number, error: Error): void {
    const { link, recovery } = this.#parts
    if (epoch !== link.epoch || !link.up) return
    if (!link.fruitless) recovery.putBack()
    link.lose(false, error)
    this.#advance()
  }

  /** All that was written is with the kernel. */
  drained(epoch: number): void {
    const { link, scheduler } = this.#parts
    if (epoch !== link.epoch) return
    if (scheduler.drained()) this.#advance()
  }

  /** Some of what was written is not with the kernel yet. */
  blocked(epoch: number): void {
    const { link, scheduler } = this.#parts
    if (epoch === link.epoch) scheduler.stopWriting()
  }

  /** The alarm; it may come early, late or for nothing. */
  fired(now: number): void {
    this.#alarm = Number.POSITIVE_INFINITY
    const { deadlines, stateTimer, quietTimer, settleTimer, scheduler, link, ledger } = this.#parts
    const expired = deadlines.takeExpired(now)
    // Only here: the sockets were read before, so that a silence is one.
    if (expired.includes(quietTimer)) scheduler.silent(now)
    // The state's own limit comes last, since nobody is called for whom nobody waits any more; and only if it is still
    // that of the state: a change of state takes it out.
    if (expired.includes(stateTimer)) deadlines.set(stateTimer, stateTimer.deadline)
    for (const item of expired) {
      if (item instanceof Session) this.#sessionExpired(item)
      else if (item instanceof Exchange) ledger.expired(item)
    }
    link.obey() // after all: what else is in flight has passed its own limit, and is not lost
    if (stateTimer.slot >= 0 && stateTimer.deadline <= now) {
      deadlines.delete(stateTimer)
      link.expired()
    } else if (expired.includes(settleTimer) && link.state === 'connecting') link.settled()
    this.#advance()
  }

  #sessionExpired(session: Session): void {
    const { sessions, blame, link, ledger } = this.#parts
    const limit = session.stage === 'begun' ? session.timeout : Math.min(session.timeout, session.patience)
    sessions.expire(session, blame.sessionTimeout(session, link.state, limit, ledger.circumstances(session)))
  }

  #advance(): void {
    const { link, deadlines, effects, turn } = this.#parts
    link.advance()
    turn.over()
    const { nearest } = deadlines
    if (nearest === this.#alarm) return
    this.#alarm = nearest
    effects.alarm(nearest)
  }
}
