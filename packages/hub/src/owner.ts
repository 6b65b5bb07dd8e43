/** The one owner of an instrument: the connection, the queue before it, and all who share it. */
import { fields, QueueFullError } from '@sockio/core'
import type { Audit } from './audit.ts'
import { instrumentRule } from './config.ts'
import type {
  Client,
  Fence,
  Guest,
  LineTaker,
  OneShotOptions,
  Owner,
  StreamOverflow,
  Subscription,
} from './contract.ts'
import { NotOwnerError, RefusedError } from './errors.ts'
import { Exchanges } from './exchanges.ts'
import { FanOut, type FanOutOptions } from './fan-out.ts'
import { Figures } from './figures.ts'
import { checkGuest, checkOneShot, checkTaker, textRule, withMethods } from './given.ts'
import { Hold } from './hold.ts'
import { Dialect, type InstrumentSettings } from './instrument.ts'
import { type Message, type Parsed, Request, type Waiting } from './jobs.ts'
import { Link } from './link.ts'
import { OneShots } from './one-shots.ts'
import { Session, type SessionHost } from './session.ts'
import { type Snapshot, snapshotOf } from './snapshot.ts'
import { streamFrom } from './stream-feed.ts'

/** What an owner may be given besides. */
export interface OwnerOptions {
  /** May it write? Default: always. */
  readonly fence?: Fence | undefined
  readonly audit?: Audit | undefined
}

const ownerRule = fields({ fence: withMethods('mayWrite'), audit: withMethods('write') }, 'option')
const OPEN: Fence = { mayWrite: () => true }
/** What its connection does for `close`, in ms, where nobody says. */
const GRACE = 5000

/** Owns an instrument, from its making on; connects when the first message comes. */
export class InstrumentOwner implements Owner, SessionHost {
  readonly name: string
  readonly url: string
  readonly dialect: Dialect
  readonly control: boolean
  readonly figures = new Figures()
  readonly #link: Link
  readonly #exchanges: Exchanges
  readonly #fanOut: FanOut
  readonly #sessions = new Set<Session>()
  readonly #oneShots: OneShots
  readonly #hold: Hold
  /** Why it takes no more; of one that closes in peace, undefined within. */
  #over: { readonly error: Error | undefined } | undefined
  #idle: (() => void) | undefined

  /** @throws {TypeError | RangeError} that names what is wrong */
  constructor(name: string, settings: InstrumentSettings, given: OwnerOptions = {}) {
    textRule(name, 'name')
    instrumentRule(settings, 'settings')
    ownerRule(given, 'options')
    const { fence = OPEN, audit } = given
    const { url, options = {}, control = true, stream, init = [] } = settings
    this.name = name
    this.url = url
    this.control = control
    this.dialect = new Dialect(settings)
    const { figures, dialect } = this
    const { pipeline = 1, retries = 0 } = options
    this.#fanOut = new FanOut(dialect.eol, dialect.form.bufferSize, (lines, dropped) => {
      figures.lines += lines
      figures.dropped += dropped
    })
    const how = { pipeline, retries }
    this.#exchanges = new Exchanges(name, dialect, figures, audit, how, () => this.#link)
    const exchanges = this.#exchanges
    this.#link = new Link(
      url,
      // One more than is begun here: what is urgent and owes nothing goes out while a reply is waited for.
      { ...options, timeout: dialect.timeout, pipeline: dialect.rules.urgent ? pipeline + 1 : pipeline },
      { init, hears: stream === undefined },
      fence,
      {
        get reading() {
          return exchanges.reading
        },
        unowed: (bytes) => this.#fanOut.bytes(bytes),
        connected: () => {
          figures.connects++
          this.#fanOut.reset()
          exchanges.connected()
        },
        failed: (error) => figures.failed('', error),
        fenced: () => this.stepDown(this.#notOwner()),
      },
    )
    this.#hold = new Hold(exchanges.scheduler, figures)
    this.#oneShots = new OneShots({
      scheduler: exchanges.scheduler,
      link: this.#link,
      dialect,
      ended: () => this.#looked(),
    })
    if (stream !== undefined) streamFrom(this.#link.connection, stream, (line) => this.#fanOut.line(line))
  }

  get state(): Snapshot {
    const { name, url, figures } = this
    return snapshotOf({
      name,
      url,
      link: this.#over === undefined ? this.#link.connection.state : 'closed',
      clients: [...this.#sessions].map(({ snapshot }) => snapshot),
      oneShots: this.#oneShots.waiting,
      hold: this.#hold.state,
      figures,
    })
  }

  join(guest: Guest): Client {
    checkGuest(guest)
    const session = new Session(guest, this)
    this.#sessions.add(session)
    const over = this.#over
    if (over !== undefined) queueMicrotask(() => session.end(over.error ?? this.#notOwner('is closing')))
    return session
  }

  // ---- one-shots

  async ask(message: string | Uint8Array, options: OneShotOptions): Promise<Buffer> {
    checkOneShot(message, options)
    const parsed = this.dialect.one(message)
    const owed = parsed.owed.framing === undefined ? this.dialect.replies.single : parsed.owed
    return (await this.#once({ ...parsed, owed }, options)) ?? Buffer.alloc(0)
  }

  async query(message: string, options: OneShotOptions): Promise<string> {
    return this.dialect.text(await this.ask(message, options))
  }

  async write(message: string | Uint8Array, options: OneShotOptions): Promise<void> {
    checkOneShot(message, options)
    const parsed = this.dialect.one(message)
    if (parsed.owed.framing !== undefined) {
      throw new TypeError(`message: ${JSON.stringify(parsed.text.slice(0, 64))} is answered: use query`)
    }
    await this.#once(parsed, options)
  }

  #once(parsed: Parsed, options: OneShotOptions): Promise<Buffer | undefined> {
    if (this.#over !== undefined) return Promise.reject(this.#over.error ?? this.#notOwner('is closing'))
    const { client, role = 'full' } = options
    if (parsed.kind.writes && role === 'read') return Promise.reject(this.#refusal(client, parsed))
    if (this.#oneShots.full) {
      const details = this.#nothingSent(parsed.bytes)
      return Promise.reject(new QueueFullError(`too many calls wait for ${this.name} already`, details))
    }
    return this.#oneShots.run(parsed, options)
  }

  lines(taker: LineTaker, options?: FanOutOptions): Subscription {
    checkTaker(taker, options)
    this.#connect()
    return this.#fanOut.join(taker, options)
  }

  // ---- the end

  stepDown(error: Error): void {
    if (this.#over?.error !== undefined) return
    this.#over = { error }
    this.#exchanges.stop(error)
    this.#link.cut(error)
    this.#end(error)
  }

  async close(grace = GRACE): Promise<void> {
    this.#over ??= { error: undefined }
    if (this.#over.error !== undefined) return
    if (!this.#quiet) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, grace)
        this.#idle = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
    this.#exchanges.stop(this.#notOwner('is closing'))
    this.#end(undefined)
    await new Promise<void>((resolve) => this.#link.connection.dispose(resolve))
  }

  /** What is under way ends by itself, with what became of it. */
  #end(error: Error | undefined): void {
    for (const session of [...this.#sessions]) {
      const { busy, jobs } = session.place
      if (busy === 0) session.end(error ?? (jobs.length > 0 ? this.#notOwner('is closing') : undefined))
    }
    this.#oneShots.end(error ?? this.#notOwner('is closing'))
    this.#fanOut.end(error)
    this.#idle?.()
  }

  get #quiet(): boolean {
    const waits = ({ place }: Session) => place.busy > 0 || place.jobs.length > 0
    return this.#exchanges.scheduler.idle && this.#oneShots.waiting === 0 && ![...this.#sessions].some(waits)
  }

  /** Something has ended: was that the last that `close` waits for? */
  #looked(): void {
    if (this.#idle !== undefined && this.#quiet) this.#idle()
  }

  // ---- for sessions

  add(session: Session, job: Waiting): void {
    if (this.#over !== undefined && !(job instanceof Request)) return // what was sent before is still done
    this.#exchanges.scheduler.add(session.place, job)
  }

  together(add: () => void): void {
    this.#exchanges.scheduler.together(add)
  }

  block(session: Session, blocked: boolean): void {
    this.#exchanges.scheduler.block(session.place, blocked)
  }

  refused(session: Session, job: Message): Error {
    return this.#refusal(session.name, job)
  }

  stranger({ name }: Session, why: string): Error {
    this.figures.refused++
    const error = new RefusedError(`${name} may do nothing with ${this.name}: ${why}`, this.#nothingSent(undefined))
    this.figures.failed(name, error)
    return error
  }

  hold(session: Session, ms: number): void {
    if (ms === 0) this.#hold.release(session)
    else this.#hold.claim(session, ms)
  }

  held(session: Session): number {
    return this.#hold.left(session)
  }

  subscribe(session: Session, overflow: StreamOverflow | undefined): Subscription {
    const taker: LineTaker = {
      line: (line) => {
        const room = session.guest.send(line as Buffer)
        if (!room) this.block(session, true)
        return room
      },
      closed: (error) => session.end(error),
    }
    this.#connect()
    return this.#fanOut.join(taker, { overflow })
  }

  /** Who listens wants to hear: nothing else would connect before the first message. */
  #connect(): void {
    const { connection } = this.#link
    if (this.#over !== undefined || connection.state !== 'idle') return
    const opening = connection.operations.open({ timeout: this.dialect.timeout })
    connection.start(opening, { onError: (error) => this.figures.failed('', error) })
  }

  who(): string {
    return JSON.stringify([...this.#sessions].map(({ snapshot }) => snapshot))
  }

  stateLine(): string {
    return JSON.stringify(this.state)
  }

  left(session: Session): boolean {
    if (!this.#sessions.delete(session)) return false
    for (const job of this.#exchanges.scheduler.remove(session.place)) this.#exchanges.forgotten(job, 'forgotten')
    this.#hold.release(session)
    this.#looked()
    return true
  }

  settled(): void {
    this.#looked()
  }

  #refusal(client: string, parsed: Parsed): RefusedError {
    this.figures.refused++
    const error = new RefusedError(
      `${client} may only ask ${this.name}, and ${JSON.stringify(parsed.text.slice(0, 64))} is a write`,
      this.#nothingSent(parsed.bytes),
    )
    this.figures.failed(client, error)
    this.#exchanges.refused(client, parsed)
    return error
  }

  #notOwner(why = 'does not own it any more'): NotOwnerError {
    return new NotOwnerError(`the hub of ${this.name} ${why}`, this.#nothingSent(undefined))
  }

  #nothingSent(request: Uint8Array | undefined) {
    const { address } = this.#link.connection
    return { address, phase: 'queued', sent: 'no', ...(request && { request }) } as const
  }
}
