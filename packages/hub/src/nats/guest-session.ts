/** A session of a client over NATS, at the hub: to the owner a guest like those on TCP. */
import type { Msg, NatsConnection, Subscription } from '@nats-io/transport-node'
import { asError } from '@sockio/core'
import type { Client, Owner } from '../contract.ts'
import type { Role } from '../roles.ts'
import { Channel } from './channel.ts'
import { listen } from './listen.ts'

/** What the client has asked for, and where it listens. */
export interface Opening {
  readonly name: string
  readonly role: Role
  /** Where the session is spoken to, and where the client hears it. */
  readonly subject: string
  readonly inbox: string
}

/** NATS answers a message that has a reply subject so when nobody listens. */
export function isNoResponders({ data, headers }: Msg): boolean {
  return data.length === 0 && headers?.code === 503
}

export class GuestSession {
  readonly #nats: NatsConnection
  readonly #opening: Opening
  readonly #listening: Subscription
  readonly #channel: Channel
  readonly #client: Client
  readonly #over: () => void

  /** `over` is called once, when nothing is left of it. */
  constructor(nats: NatsConnection, owner: Owner, opening: Opening, over: () => void) {
    this.#nats = nats
    this.#opening = opening
    this.#over = over
    this.#channel = new Channel({
      publish: (frame) => this.#publish(frame),
      received: (bytes) => this.#client.received(bytes),
      drained: () => this.#client.drained(),
      finished: () => this.#client.finish(),
      closed: () => this.#left(),
    })
    this.#client = owner.join({
      name: opening.name,
      role: opening.role,
      send: (bytes) => this.#channel.send(bytes),
      pause: () => this.#channel.pause(),
      resume: () => this.#channel.resume(),
      closed: (error) => {
        this.#channel.end(error)
        if (!this.#channel.open) this.#gone()
      },
    })
    const hear = (message: Msg) => {
      if (isNoResponders(message)) this.#channel.gone()
      else this.#channel.receive(message.data)
      if (!this.#channel.open) this.#gone()
    }
    this.#listening = listen(nats, opening.subject, hear, (error) => this.close(error))
  }

  /** Called at regular times. */
  beat(): void {
    this.#channel.beat()
  }

  /** It is over for both, at once. */
  close(reason?: Error): void {
    this.#channel.close(reason)
    this.#left()
  }

  #publish(frame: Uint8Array): void {
    try {
      this.#nats.publish(this.#opening.inbox, frame, { reply: this.#opening.subject })
    } catch (error) {
      // The connection to NATS is closed; the session ends with it.
      queueMicrotask(() => this.close(asError(error)))
    }
  }

  #left(): void {
    this.#client.leave()
    this.#gone()
  }

  #gone(): void {
    this.#listening.unsubscribe()
    this.#over()
  }
}
