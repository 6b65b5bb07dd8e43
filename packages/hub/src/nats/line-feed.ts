/** The lines that nobody was owed, published as they come; each has its number, so that a gap is seen. */
import type { NatsConnection } from '@nats-io/transport-node'
import type { Owner, Subscription } from '../contract.ts'
import type { Lease } from './lease.ts'
import type { NewHeaders } from './one-shot.ts'
import { Header, type Subjects } from './subjects.ts'

/** Bytes that may be on their way to the server; more wait in the queue of the owner, which is bounded. */
const AHEAD = 1024 * 1024

export interface LineFeedOptions {
  readonly nats: NatsConnection
  readonly headers: NewHeaders
  readonly lease: Lease
  readonly subjects: Subjects
}

export class LineFeed {
  readonly #options: LineFeedOptions
  readonly #subscription: Subscription
  #number = 0
  #ahead = 0
  #flushing = false

  constructor(options: LineFeedOptions, owner: Owner) {
    this.#options = options
    this.#subscription = owner.lines({
      line: (bytes) => {
        this.#publish(bytes)
        return !this.#flushing
      },
      closed: () => undefined,
    })
  }

  close(): void {
    this.#subscription.leave()
  }

  #publish(bytes: Uint8Array): void {
    const { nats, headers: make, lease, subjects } = this.#options
    if (nats.isClosed()) return
    const headers = make()
    headers.set(Header.epoch, String(lease.epoch))
    headers.set(Header.number, String(++this.#number))
    try {
      nats.publish(subjects.lines, bytes, { headers })
    } catch {
      return // more than NATS takes: its number is missing, as that of any line that is lost
    }
    this.#ahead += bytes.length
    if (this.#ahead > AHEAD && !this.#flushing) void this.#flush()
  }

  async #flush(): Promise<void> {
    this.#flushing = true
    try {
      await this.#options.nats.flush()
    } catch {
      // It was disconnected: what was on its way is lost, and the numbers show it.
    }
    this.#flushing = false
    this.#ahead = 0
    this.#subscription.drained()
  }
}
