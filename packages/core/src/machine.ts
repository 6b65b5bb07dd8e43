/** The machine of one link: its inputs. Each is a turn: change what must change, then start what may start. */
import * as abandon from './abandon.ts'
import * as admission from './admission.ts'
import { HangUp } from './cause.ts'
import * as circumstances from './circumstances.ts'
import type { Timer } from './deadlines.ts'
import type { Effects } from './effects.ts'
import { Exchange } from './exchange.ts'
import * as lifecycle from './lifecycle.ts'
import { Link } from './link.ts'
import * as recovery from './recovery.ts'
import * as scheduler from './scheduler.ts'
import { Session } from './session.ts'
import * as sessions from './sessions.ts'
import type { Settings } from './settings.ts'
import * as silence from './silence.ts'
import type { State } from './state.ts'
import * as streams from './streams.ts'

export class Machine {
  /** All that it knows: to be read, as by whoever explains what happened. */
  readonly link: Link
  #alarm: number = Number.POSITIVE_INFINITY

  constructor(settings: Settings, effects: Effects) {
    this.link = new Link(settings, effects)
  }

  get state(): State {
    return this.link.state
  }

  /** Bytes received and not yet read. */
  get inWaiting(): number {
    return this.link.inbox.length
  }

  /** The peer has said goodbye, and all that it had sent is read. */
  get atEof(): boolean {
    return this.link.hungUp && this.inWaiting === 0
  }

  /** Connections that became ready so far. */
  get connections(): number {
    return this.link.connections
  }

  /** In state `waiting`: the attempt to come, counted from 1, and the delay before it in ms. */
  get retry(): { readonly attempt: number; readonly delay: number } {
    const { attempt, delay } = this.link
    return { attempt, delay }
  }

  // ---- calls

  /** Takes an exchange in; it will be settled exactly once. */
  submit(exchange: Exchange): void {
    admission.submit(this.link, exchange)
    this.#advance()
  }

  /** The calls and transactions that wait, that no limit will end, and of which nobody has said so; streams, which are made to wait, left out. Oldest first. */
  unlimited(): readonly (Exchange | Session)[] {
    return circumstances.unlimited(this.link)
  }

  /** What would be said of one of those if it had a limit of `waited` ms that is over now. Changes nothing. */
  explain(subject: Exchange | Session, waited: number): string {
    return circumstances.explain(this.link, subject, waited)
  }

  /** Opens the link; `exchange` has neither request nor framing, and is settled when the link is ready. */
  open(exchange: Exchange): void {
    admission.open(this.link, exchange)
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
    const link = this.link
    const owed = circumstances.owed(link, exchange)
    abandon.abandon(link, exchange, (arrived) => link.blame.aborted(exchange, link.state, cause, arrived, owed))
  }

  #abortSession(session: Session, cause: unknown): void {
    const link = this.link
    const owed = circumstances.owed(link, session)
    sessions.expire(link, session, link.blame.sessionAborted(session, link.state, cause, owed))
  }

  /** Lets a stream have `n` more frames. */
  credit(exchange: Exchange, n: number): void {
    streams.credit(this.link, exchange, n)
    this.#advance()
  }

  /** Ends a stream on its consumer's wish; frames that it was given and did not use go back, in their order. */
  cancelStream(exchange: Exchange, unused: readonly Uint8Array[] = []): void {
    streams.cancel(this.link, exchange, unused)
    this.#advance()
  }

  /** Queues a transaction; `granted` or `refused` will follow. */
  begin(session: Session): void {
    admission.begin(this.link, session)
    this.#advance()
  }

  /** The hook or the transaction has returned; what it left in its lanes is done first. */
  end(session: Session, failure?: { readonly error: unknown }): void {
    lifecycle.ended(this.link, session, failure)
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
    const link = this.link
    const { blocked } = link
    const disposing = dispose || link.disposed
    recovery.failAll(link, (subject, arrived) => link.blame.closed(subject, link.state, disposing, arrived))
    link.inbox.clear()
    lifecycle.close(link, dispose, blocked)
    this.#advance()
  }

  /** Takes everything that has been received and not read, at once; nothing of a reply, stream or session under way. */
  takeInput(): Uint8Array {
    const link = this.link
    if (link.session !== undefined || scheduler.reading(link)) return link.settings.allocate(0)
    const bytes = link.inbox.takeAll()
    this.#advance()
    return bytes
  }

  // ---- events of the socket

  connected(epoch: number): void {
    const link = this.link
    if (epoch !== link.epoch || link.state !== 'connecting' || link.listening) return
    lifecycle.connected(link)
    this.#advance()
  }

  /**
   * Bytes came; a copy is kept. A carrier that says where messages end, as TCP does not, says of each chunk whether one
   * ends behind it (`end`), which may also come by itself, behind nothing.
   */
  received(epoch: number, chunk: Uint8Array, end?: boolean): void {
    const link = this.link
    if (epoch !== link.epoch || !link.listening) return
    lifecycle.received(link)
    scheduler.received(link, chunk, end)
    this.#advance()
  }

  /** The peer has closed its side. */
  eof(epoch: number): void {
    const link = this.link
    if (epoch !== link.epoch) return
    if (link.settling) this.#failed(new HangUp(link.inbox.peek()))
    else lifecycle.eof(link)
    this.#advance()
  }

  /** The socket is gone, or could not be made. */
  lost(epoch: number, cause?: Error): void {
    const link = this.link
    if (epoch !== link.epoch) return
    const error = cause ?? new Error('the connection was closed')
    if (link.state === 'closing') lifecycle.down(link)
    else if (link.up) lifecycle.lose(link, false, error)
    else if (link.state === 'connecting') this.#failed(error, link.settling ? link.inbox.peek() : undefined)
    this.#advance()
  }

  #failed(cause: Error, said?: Uint8Array): void {
    const link = this.link
    lifecycle.failed(link, cause, (subject) => link.blame.connect(subject, 'connecting', link.attempt, cause, said))
  }

  /** What was written last has not left, not even in part: the socket was dead already. */
  unwritten(epoch: number, error: Error): void {
    const link = this.link
    if (epoch !== link.epoch || !link.up) return
    if (!lifecycle.hopeless(link)) recovery.putBack(link)
    lifecycle.lose(link, false, error)
    this.#advance()
  }

  /** All that was written is with the kernel. */
  drained(epoch: number): void {
    const link = this.link
    if (epoch !== link.epoch) return
    if (scheduler.drained(link)) this.#advance()
  }

  /** Some of what was written is not with the kernel yet. */
  blocked(epoch: number): void {
    const link = this.link
    if (epoch === link.epoch) scheduler.stopWriting(link)
  }

  /** The alarm; it may come early, late or for nothing. */
  fired(now: number): void {
    this.#alarm = Number.POSITIVE_INFINITY
    const link = this.link
    const { deadlines, quietTimer, silenceTimer, settleTimer } = link
    lifecycle.read(link, now)
    const expired = deadlines.takeExpired(now)
    const rang = (timer: Timer | undefined) => timer !== undefined && expired.includes(timer)
    // Only here: the sockets were read before, so that a silence is one.
    if (rang(quietTimer)) silence.silent(link, now)
    if (rang(silenceTimer)) scheduler.silenced(link)
    for (const item of expired) {
      if (item instanceof Session) this.#sessionExpired(item)
      else if (item instanceof Exchange) abandon.expired(link, item)
    }
    lifecycle.obey(link) // after all: what else is in flight has passed its own limit, and is not lost
    // The state's own limit comes last, since nobody is called for whom nobody waits any more.
    if (link.due <= now) lifecycle.expired(link)
    else if (rang(settleTimer) && link.state === 'connecting') lifecycle.settled(link)
    this.#advance()
  }

  #sessionExpired(session: Session): void {
    const link = this.link
    const known = circumstances.circumstances(link, session)
    sessions.expire(link, session, link.blame.sessionTimeout(session, link.state, session.span, known))
  }

  #advance(): void {
    const link = this.link
    const { deadlines, effects } = link
    lifecycle.advance(link)
    link.time = undefined // the next turn has a time of its own
    const nearest = Math.min(deadlines.nearest, link.due)
    if (nearest === this.#alarm) return
    this.#alarm = nearest
    effects.alarm(nearest)
  }
}
