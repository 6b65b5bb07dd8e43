/** Exchanges without a session: each is a promise. Those of one client have one place in the queue. */
import { AbortError, type Sent, TimeoutError } from '@sockio/core'
import type { OneShotOptions } from './contract.ts'
import { Place } from './fair-queue.ts'
import type { Dialect } from './instrument.ts'
import { type Asker, Message, type Parsed, type Waiting } from './jobs.ts'
import type { Link } from './link.ts'
import type { Scheduler } from './scheduler.ts'

/** What they need of their owner. */
export interface OneShotHost {
  readonly scheduler: Scheduler<Waiting>
  readonly dialect: Dialect
  readonly link: Link
  /** One has ended. */
  ended(): void
}

/** So many may wait. */
const MOST = 10_000

export class OneShots {
  readonly #host: OneShotHost
  readonly #places = new Map<string, Place<Waiting>>()
  readonly #open = new Set<OneShot>()

  constructor(host: OneShotHost) {
    this.#host = host
  }

  get waiting(): number {
    return this.#open.size
  }

  get full(): boolean {
    return this.#open.size >= MOST
  }

  /** The bytes of its reply; undefined where it owes none. */
  run(parsed: Parsed, options: OneShotOptions): Promise<Buffer | undefined> {
    const { scheduler, link, dialect } = this.#host
    const { client } = options
    return new Promise((resolve, reject) => {
      const over = () => {
        this.#open.delete(shot)
        if (place.jobs.length === 0 && place.busy === 0) this.#places.delete(client)
        this.#host.ended()
      }
      const place = this.#places.get(client) ?? new Place<Waiting>()
      const shot = new OneShot(
        parsed,
        { ...options, timeout: options.timeout ?? dialect.timeout },
        link,
        resolve,
        reject,
        over,
      )
      if (shot.gone) return
      this.#places.set(client, place)
      this.#open.add(shot)
      scheduler.add(place, shot.job)
    })
  }

  /** All that have not begun end with this error. */
  end(error: Error): void {
    for (const shot of [...this.#open]) if (!shot.job.begun) shot.end(error)
  }
}

/** One of them. */
class OneShot implements Asker {
  readonly job: Message
  readonly name: string
  readonly role: 'read' | 'full'
  gone = false
  readonly #resolve: (reply: Buffer | undefined) => void
  readonly #reject: (error: Error) => void
  readonly #over: () => void
  readonly #timer: NodeJS.Timeout | undefined
  readonly #signal: AbortSignal | undefined
  readonly #link: Link

  constructor(
    parsed: Parsed,
    { client, role = 'full', priority, timeout, signal }: OneShotOptions & { readonly timeout: number },
    link: Link,
    resolve: (reply: Buffer | undefined) => void,
    reject: (error: Error) => void,
    over: () => void,
  ) {
    this.name = client
    this.role = role
    this.#link = link
    this.#resolve = resolve
    this.#reject = reject
    this.#over = over
    this.job = new Message(parsed, this, priority === 'high')
    this.#signal = signal
    if (signal?.aborted) {
      this.gone = true
      reject(this.#aborted(signal.reason))
      return
    }
    signal?.addEventListener('abort', this.#abort)
    if (timeout !== Number.POSITIVE_INFINITY) this.#timer = setTimeout(() => this.#expired(timeout), timeout)
  }

  replied(_job: Message, reply: Buffer | undefined): void {
    if (this.#settle()) this.#resolve(reply)
  }

  failed(_job: Message, error: Error): void {
    this.end(error)
  }

  end(error: Error): void {
    if (this.#settle()) this.#reject(error)
  }

  #settle(): boolean {
    if (this.gone) return false
    this.gone = true
    this.job.abandoned = true
    clearTimeout(this.#timer)
    this.#signal?.removeEventListener('abort', this.#abort)
    this.#over()
    return true
  }

  readonly #abort = (): void => this.end(this.#aborted(this.#signal?.reason))

  #aborted(cause: unknown): AbortError {
    return new AbortError(`${this.#request} was aborted`, { ...this.#details, cause })
  }

  #expired(ms: number): void {
    const where = this.job.begun ? 'no reply' : 'its turn did not come'
    this.end(new TimeoutError(`${this.#request}: ${where} in ${ms} ms`, this.#details))
  }

  get #request(): string {
    return JSON.stringify(this.job.text.slice(0, 64))
  }

  get #details() {
    const { begun, bytes } = this.job
    const sent: Sent = begun ? 'maybe' : 'no'
    return {
      address: this.#link.connection.address,
      phase: begun ? 'reading' : 'queued',
      sent,
      request: bytes,
    } as const
  }
}
