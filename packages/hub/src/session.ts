/** The session of one client: its bytes become jobs in its place of the queue, in their order. */
import type { Client, Guest, StreamOverflow, Subscription } from './contract.ts'
import { command, HELP } from './control.ts'
import { Place } from './fair-queue.ts'
import type { Dialect } from './instrument.ts'
import { type Asker, Message, Request, type Waiting } from './jobs.ts'
import { Messages } from './messages.ts'
import type { Priority, Role } from './roles.ts'
import type { ClientSnapshot } from './snapshot.ts'

/** What a session needs of its owner. */
export interface SessionHost {
  readonly dialect: Dialect
  readonly control: boolean
  add(session: Session, job: Waiting): void
  /** What is added in there came in one piece. */
  together(add: () => void): void
  block(session: Session, blocked: boolean): void
  refused(session: Session, job: Message): Error
  /** Why one is ended that may do nothing. */
  stranger(session: Session, why: string): Error
  /** Asks for the hold of this session, for so long; 0 gives it back. */
  hold(session: Session, ms: number): void
  /** How long its hold lasts, in ms; 0 without one. */
  held(session: Session): number
  subscribe(session: Session, overflow: StreamOverflow | undefined): Subscription
  /** One line of JSON. */
  who(): string
  stateLine(): string
  /** Something of it has ended. */
  settled(): void
  /** It is over; true when it was not over before. */
  left(session: Session): boolean
}

/** So many messages, or bytes of them, may wait before the client is asked to pause. */
const MOST_MESSAGES = 4096
const MOST_BYTES = 256 * 1024
const PLUS = '++'
const MUST_SAY = 'it has to say who it is: ++token <token>'

export class Session implements Client, Asker {
  readonly place = new Place<Waiting>()
  readonly guest: Guest
  role: Role
  name: string
  exchanges = 0
  readonly #host: SessionHost
  readonly #messages: Messages
  readonly #control: boolean
  readonly #priority: Priority
  #locked: boolean
  #waitingBytes = 0
  #paused = false
  #subscription: Subscription | undefined
  #dropped = 0

  constructor(guest: Guest, host: SessionHost) {
    this.guest = guest
    this.name = guest.name
    this.role = guest.role ?? 'full'
    this.#host = host
    this.#messages = new Messages(host.dialect.form)
    this.#control = guest.control ?? host.control
    this.#locked = guest.locked ?? false
    this.#priority = guest.priority ?? 'normal'
  }

  get gone(): boolean {
    return this.place.gone
  }

  get snapshot(): ClientSnapshot {
    const { name, role, place, exchanges } = this
    return {
      name,
      role,
      queued: place.jobs.length,
      busy: place.busy > 0,
      holds: this.#host.held(this) > 0,
      streams: this.#subscription !== undefined,
      exchanges,
      dropped: this.#dropped + (this.#subscription?.dropped ?? 0),
    }
  }

  // ---- the client

  received(bytes: Uint8Array): void {
    if (this.gone) return
    try {
      this.#host.together(() => this.#messages.push(bytes, (message) => this.#take(message)))
    } catch (error) {
      this.end(error instanceof Error ? error : new Error(String(error)))
    }
  }

  drained(): void {
    if (this.gone || !this.place.blocked) return
    this.#host.block(this, false)
    if (!this.place.blocked) this.#subscription?.drained()
  }

  finish(): void {
    if (!this.gone) this.#ask(() => this.end(undefined))
  }

  leave(): void {
    this.#leave()
  }

  // ---- what came of its messages

  replied(job: Message, reply: Buffer | undefined): void {
    this.exchanges++
    this.#settled(job)
    if (reply !== undefined) this.#send(reply)
  }

  failed(job: Message, error: Error): void {
    this.#settled(job)
    this.end(error)
  }

  /** Ends it, and tells its client why. */
  end(error: Error | undefined): void {
    if (this.#leave()) this.guest.closed(error)
  }

  #leave(): boolean {
    if (!this.#host.left(this)) return false
    this.#subscription?.leave()
    return true
  }

  #take(bytes: Buffer): void {
    if (this.gone) return
    const { dialect } = this.#host
    const control = this.#control && bytes[0] === 0x2b && bytes[1] === 0x2b
    if (control && bytes[2] !== 0x2b) {
      this.#command(
        bytes.toString('latin1', PLUS.length, Math.max(PLUS.length, bytes.length - dialect.form.eol.length)),
      )
      return
    }
    if (this.#locked) {
      this.end(this.#host.stranger(this, MUST_SAY))
      return
    }
    const job = new Message(dialect.parse(control ? bytes.subarray(1) : bytes), this, this.#priority === 'high')
    if (job.kind.writes && this.role === 'read') {
      this.#ask(() => this.end(this.#host.refused(this, job)))
      return
    }
    this.#waitingBytes += bytes.length
    this.#host.add(this, job)
    if (!this.#paused && (this.place.jobs.length >= MOST_MESSAGES || this.#waitingBytes >= MOST_BYTES)) {
      this.#paused = true
      this.guest.pause()
    }
  }

  #settled(job: Message): void {
    this.#waitingBytes -= job.bytes.length
    this.#host.settled()
    if (!this.#paused || this.place.jobs.length > MOST_MESSAGES / 2 || this.#waitingBytes > MOST_BYTES / 2) return
    this.#paused = false
    this.guest.resume()
  }

  // ---- what is asked of the hub

  #command(text: string): void {
    const asked = command(text)
    if (this.#locked && asked.name !== 'token' && asked.name !== 'help') {
      this.end(this.#host.stranger(this, MUST_SAY))
      return
    }
    switch (asked.name) {
      case 'hold':
        if (asked.ms === undefined) this.#answer(() => String(Math.ceil(this.#host.held(this))))
        else this.#inTurn(() => this.#host.hold(this, asked.ms as number))
        break
      case 'release':
        this.#ask(() => this.#host.hold(this, 0))
        break
      case 'stream':
        if (asked.set === undefined) this.#answer(() => (this.#subscription === undefined ? 'off' : 'on'))
        else this.#ask(() => this.#stream(asked.set === 'on', asked.overflow))
        break
      case 'who':
        this.#answer(() => this.#host.who())
        break
      case 'state':
        this.#answer(() => this.#host.stateLine())
        break
      case 'help':
        this.#answer(() => HELP)
        break
      case 'token':
        this.#authenticate(asked.token)
        break
      case 'wrong':
        this.#answer(() => `error: ${asked.message}`)
    }
  }

  #authenticate(token: string): void {
    const who = this.guest.authenticate?.(token)
    if (who === undefined) {
      this.end(this.#host.stranger(this, 'an unknown token'))
      return
    }
    this.#locked = false
    this.role = who.role
    this.name = who.name
  }

  #stream(on: boolean, overflow: StreamOverflow | undefined): void {
    this.#dropped += this.#subscription?.dropped ?? 0
    this.#subscription?.leave()
    this.#subscription = on ? this.#host.subscribe(this, overflow) : undefined
  }

  #answer(answer: () => string): void {
    this.#ask(() => this.#send(Buffer.concat([Buffer.from(answer()), this.#host.dialect.eol])))
  }

  /** In its order, and without a turn. */
  #ask(run: () => void): void {
    this.#host.add(this, new Request(true, run))
  }

  #inTurn(run: () => void): void {
    this.#host.add(this, new Request(false, run))
  }

  #send(bytes: Buffer): void {
    if (!this.guest.send(bytes) && !this.gone) this.#host.block(this, true)
  }
}
