/** An instrument that this hub owns, as NATS has it: requests, sessions, lines and state, for as long as the lease is valid. */
import { randomUUID } from 'node:crypto'
import type { Msg, NatsConnection, Subscription } from '@nats-io/transport-node'
import type { Owner } from '../contract.ts'
import type { Role } from '../roles.ts'
import { clientName } from './client-name.ts'
import { GuestSession } from './guest-session.ts'
import type { Lease } from './lease.ts'
import { LineFeed } from './line-feed.ts'
import { listen } from './listen.ts'
import { answer, failure, type NewHeaders, query, write } from './one-shot.ts'
import { Header, type Subjects } from './subjects.ts'

/** Between the signs of life of a session, in ms. */
export const BEAT = 1000
/** What both ends of a session must agree upon. */
export const VERSION = 1

export interface FrontOptions {
  readonly nats: NatsConnection
  readonly headers: NewHeaders
  readonly owner: Owner
  readonly lease: Lease
  readonly subjects: Subjects
  /** This hub, for people. */
  readonly who: string
  /** Something went wrong that nobody can be answered with. */
  readonly failed: (error: Error) => void
}

export class Front {
  readonly #options: FrontOptions
  readonly #sessions = new Set<GuestSession>()
  readonly #listening: readonly Subscription[]
  readonly #lines: LineFeed
  readonly #beat = setInterval(() => {
    for (const session of this.#sessions) session.beat()
  }, BEAT)
  #closed = false

  constructor(options: FrontOptions) {
    this.#options = options
    const { owner, subjects } = options
    // One whose lease is over says nothing: the next owner is asked too, and answers.
    const when = (hear: (message: Msg) => void) => (message: Msg) => {
      if (this.valid) hear(message)
    }
    const heard = (subject: string, hear: (message: Msg) => void) =>
      listen(options.nats, subject, when(hear), options.failed)
    this.#listening = [
      heard(subjects.query, (message) => this.#answer(message, query)),
      heard(subjects.write, (message) => this.#answer(message, write)),
      heard(subjects.state, (message) => message.respond(JSON.stringify(this.state))),
      heard(subjects.open('full'), (message) => this.#open('full', message)),
      heard(subjects.open('read'), (message) => this.#open('read', message)),
    ]
    this.#lines = new LineFeed(options, owner)
    // Whoever has a session with an owner that was cut off, or stopped, need not wait for that one's sign of life.
    options.nats.publish(subjects.owner, JSON.stringify({ epoch: options.lease.epoch, owner: options.who }))
  }

  get valid(): boolean {
    return this.#options.lease.valid
  }

  /** What is known of the instrument, and whose it is. */
  get state(): object {
    const { owner, lease, who } = this.#options
    return { ...owner.state, owner: who, epoch: lease.epoch }
  }

  /** What is under way of sessions was lost on its way: they end. */
  interrupted(): void {
    for (const session of this.#sessions) session.close(new Error('the connection of the hub to NATS was lost'))
  }

  /** Hears no more. Sessions end with the owner, when they have what they are still to get. */
  close(): void {
    this.#closed = true
    for (const each of this.#listening) each.unsubscribe()
    this.#lines.close()
    this.#rest()
  }

  #rest(): void {
    if (this.#closed && this.#sessions.size === 0) clearInterval(this.#beat)
  }

  #answer(message: Msg, ask: (owner: Owner, message: Msg) => Promise<Uint8Array>): void {
    const { nats, owner, headers } = this.#options
    const most = nats.info?.max_payload ?? Number.POSITIVE_INFINITY
    void answer(message, most, headers, ask(owner, message)).catch(() => undefined) // nobody is there to be answered
  }

  #open(role: Role, message: Msg): void {
    const { nats, owner, lease, subjects, headers } = this.#options
    const { reply } = message
    if (reply === undefined || reply === '') return
    try {
      const { version, client } = asked(message)
      if (version !== VERSION) throw new TypeError(`version: this hub speaks ${VERSION}, got ${String(version)}`)
      const subject = subjects.session(role, lease.epoch, randomUUID())
      const opening = { name: clientName(client), role, subject, inbox: reply }
      const session = new GuestSession(nats, owner, opening, () => {
        this.#sessions.delete(session)
        this.#rest()
      })
      this.#sessions.add(session)
      nats.publish(reply, JSON.stringify({ version: VERSION, epoch: lease.epoch }), { reply: subject })
    } catch (error) {
      const said = headers()
      said.set(Header.error, failure(error).code)
      message.respond(JSON.stringify(failure(error)), { headers: said })
    }
  }
}

function asked(message: Msg): { readonly version?: unknown; readonly client?: unknown } {
  const body: unknown = message.json()
  if (typeof body !== 'object' || body === null) throw new TypeError('expected an object')
  return body
}
