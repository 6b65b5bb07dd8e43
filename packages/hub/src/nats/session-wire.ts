/** The wire of a driver to an instrument behind a hub: a session over NATS. */
import { hostname } from 'node:os'
import type { Msg, NatsConnection, Subscription } from '@nats-io/transport-node'
import { asError } from '@sockio/core'
import type { TransportEvents, Wire, Written } from '@sockio/node'
import type { Role } from '../roles.ts'
import type { Target } from './address.ts'
import { Channel } from './channel.ts'
import { BEAT, VERSION } from './front.ts'
import { isNoResponders } from './guest-session.ts'
import { type Use, use } from './link.ts'
import { listen } from './listen.ts'
import { loadClient } from './modules.ts'
import { SessionError } from './session-error.ts'
import { Header, type Subjects, subjects } from './subjects.ts'

/** How long a hub may take to open a session, in ms. */
const OPENING = 5000

export class SessionWire implements Wire {
  readonly #target: Target
  readonly #events: TransportEvents
  readonly #use: Use
  readonly #channel: Channel
  #nats: NatsConnection | undefined
  readonly #listening: Subscription[] = []
  readonly #subjects: Subjects
  /** Where the hub listens to this session; undefined until it has opened it. */
  #subject: string | undefined
  #epoch = 0
  #inbox = ''
  #timer: NodeJS.Timeout | undefined
  #gone = false

  constructor(target: Target, events: TransportEvents) {
    this.#target = target
    this.#subjects = subjects(target.prefix, target.name)
    this.#events = events
    this.#channel = new Channel({
      publish: (frame) => this.#publish(frame),
      received: (bytes) => events.received(bytes),
      drained: () => events.drained(),
      finished: () => events.eof(),
      closed: (error) => this.#closed(error),
    })
    this.#use = use(target.where, {
      lost: (error) => this.#lost(error),
      denied: (subject) => this.#denied(subject),
    })
    this.#use.ready.then(
      (nats) => this.#open(nats),
      () => undefined, // told to `lost`
    )
  }

  write(chunks: readonly Uint8Array[]): Written {
    if (this.#gone || !this.#channel.open || this.#nats?.isClosed() !== false) {
      return new SessionError('SESSION_GONE', 'the session is over')
    }
    let out = true
    for (const bytes of chunks) out = this.#channel.send(bytes)
    return out ? 'drained' : 'blocked'
  }

  pause(): void {
    this.#channel.pause()
  }

  resume(): void {
    this.#channel.resume()
  }

  end(): void {
    this.#channel.resume()
    this.#channel.finish()
    if (!this.#channel.open) this.#leave()
  }

  destroy(): void {
    this.#channel.close()
    this.#leave()
  }

  async #open(nats: NatsConnection): Promise<void> {
    if (this.#gone) return
    this.#nats = nats
    this.#events.made()
    const { createInbox } = await loadClient()
    if (this.#gone || nats.isClosed()) return
    try {
      const succeeded = (message: Msg) => {
        if (this.#subject === undefined) this.#ask(nats, createInbox())
        else this.#succeeded(message)
      }
      // Who may not hear of the next owner, hears no sign of the last.
      this.#listening.push(listen(nats, this.#subjects.owner, succeeded, () => undefined))
      this.#ask(nats, createInbox())
      this.#timer = setTimeout(() => this.#lost(timedOut(this.#target)), OPENING)
    } catch (error) {
      this.#lost(asError(error))
    }
  }

  /** Asks for a session; whoever was asked before, and has not answered, is not heard any more. */
  #ask(nats: NatsConnection, inbox: string): void {
    const client = `${process.env.USER ?? 'unknown'}@${hostname()}/${process.pid}`
    this.#inbox = inbox
    const hear = (message: Msg) => {
      if (inbox === this.#inbox && !this.#gone) this.#hear(message)
    }
    this.#listening.push(listen(nats, inbox, hear, (error) => this.#lost(error)))
    const opening = JSON.stringify({ version: VERSION, client })
    nats.publish(this.#subjects.open(this.#target.role), opening, { reply: inbox })
  }

  #denied(subject: string): void {
    const { role } = this.#target
    if (subject === this.#subjects.open(role) && this.#subject === undefined) this.#lost(forbidden(subject, role))
  }

  /** Another hub owns it: what the one before still had is lost, also where that can't say so any more. */
  #succeeded(message: Msg): void {
    const { epoch, owner } = message.json<{ readonly epoch: number; readonly owner: string }>()
    if (epoch <= this.#epoch) return
    this.#lost(new SessionError('SESSION_GONE', `another hub owns the instrument now: ${owner}`))
  }

  #hear(message: Msg): void {
    if (this.#subject === undefined) this.#opened(message)
    else if (isNoResponders(message)) this.#channel.gone()
    else this.#channel.receive(message.data)
  }

  #opened(message: Msg): void {
    clearTimeout(this.#timer)
    if (isNoResponders(message)) this.#lost(nobody(this.#target))
    else if (message.headers?.has(Header.error) || !message.reply) this.#lost(refused(message))
    else {
      this.#subject = message.reply
      this.#epoch = message.json<{ readonly epoch: number }>().epoch
      this.#timer = setInterval(() => this.#channel.beat(), BEAT)
      this.#events.connected()
    }
  }

  #publish(frame: Uint8Array): void {
    const nats = this.#nats
    if (nats === undefined || this.#subject === undefined || nats.isClosed()) return
    try {
      nats.publish(this.#subject, frame, { reply: this.#inbox })
    } catch (error) {
      queueMicrotask(() => this.#lost(asError(error))) // not in the midst of what the driver is at
    }
  }

  /** The other end has closed it, or it broke. */
  #closed(error: Error | undefined): void {
    if (error === undefined) this.#events.eof()
    else this.#events.lost(error)
    this.#leave()
  }

  #lost(error: Error): void {
    if (this.#gone) return
    this.#events.lost(error)
    this.#leave()
  }

  /** Nothing is heard any more; `gone` is told in a turn of its own. */
  #leave(): void {
    if (this.#gone) return
    this.#gone = true
    clearTimeout(this.#timer)
    try {
      for (const each of this.#listening) each.unsubscribe()
    } catch {
      // the connection is closed, and with it these
    }
    this.#use.release()
    setImmediate(() => this.#events.gone())
  }
}

const failed = (code: string, message: string) => Object.assign(new Error(message), { code })

function nobody({ prefix, name }: Target): Error {
  return failed('NATS_NO_RESPONDERS', `no hub owns ${name} now (prefix ${prefix}): does one run, is the name right?`)
}

function forbidden(subject: string, role: Role): Error {
  const hint = role === 'full' ? ' (with ?role=read in the URL it is another)' : ''
  return failed('NATS_DENIED', `this user of NATS may not publish to ${subject}${hint}`)
}

function timedOut({ name }: Target): Error {
  return failed('NATS_TIMEOUT', `the hub that owns ${name} did not open a session in ${OPENING} ms`)
}

function refused(message: Msg): Error {
  let why = 'it gave no reason'
  try {
    why = message.json<{ readonly message: string }>().message
  } catch {
    // it spoke of it in another way
  }
  return failed('NATS_REFUSED', `the hub refused the session: ${why}`)
}
