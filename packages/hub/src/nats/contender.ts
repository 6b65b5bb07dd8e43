/** One hub's wish to own one instrument: it stands by until nobody does, owns it while its lease is good, and stands by again. */
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { asError } from '@sockio/core'
import { type Holder, type Key, Lease } from './lease.ts'
import type { Watch } from './moment.ts'

/** What a contender does with its instrument. */
export interface Office {
  /** The lease is ours: the instrument may be spoken to, as long as it is valid. */
  begin(lease: Lease): Begun
  /** Another hub owns it. Told once for each owner. */
  standby(holder: Holder): void
  /** What went wrong, and will be tried again. */
  trouble(error: Error): void
}

/** An office that is held. One of these is called, or first `end` and then `lost`. */
export interface Begun {
  /** The lease is over: so is all that is under way, at once. */
  lost(error: Error): void
  /** Ends in good order; the lease is released when that is done. Never rejects. */
  end(): Promise<void>
}

/** What candidates for the same instrument agree upon, and who this one is. */
export interface Terms {
  /** Of the lease, in ms. */
  readonly ttl: number
  readonly watch: Watch
  readonly who: Omit<Holder, 'nonce'>
}

/** What a new owner waits beyond the time to live of a lease that nobody released, as a part of that time. */
const MARGIN = 0.1
/** How often those who stand by look, at least; half of it is left to chance, so that they don't all come at once. */
const LOOK = 0.1
const RENEWAL = 1 / 3
/** A renewal that failed is tried again soon. */
const AGAIN = 0.05

export class Contender {
  readonly #key: Key
  readonly #office: Office
  readonly #terms: Terms
  readonly #stopping = new AbortController()
  readonly #stop = once(this.#stopping.signal, 'abort')
  #done: Promise<void> | undefined
  #standingBy = ''
  /** What was said last to be wrong, and still is. */
  #trouble = ''

  constructor(key: Key, office: Office, terms: Terms) {
    this.#key = key
    this.#office = office
    this.#terms = terms
  }

  start(): void {
    this.#done ??= this.#run()
  }

  /** Ends in good order what it owns, and releases that. Never rejects. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#done
  }

  get #stopped(): AbortSignal {
    return this.#stopping.signal
  }

  async #run(): Promise<void> {
    const { ttl, watch, who } = this.#terms
    let lease = new Lease(this.#key, ttl, watch, who)
    while (!this.#stopped.aborted) {
      if (await this.#elected(lease)) {
        await this.#hold(lease)
        lease = new Lease(this.#key, ttl, watch, who)
      } else await rest(ttl * LOOK * (0.5 + 0.5 * Math.random()), this.#stopped)
    }
    // An attempt at the lease whose answer never came may have been heard.
    await lease.release().catch(() => undefined)
  }

  async #elected(lease: Lease): Promise<boolean> {
    try {
      const holder = await lease.acquire()
      this.#trouble = ''
      if (holder === undefined) {
        this.#standingBy = ''
        return true
      }
      if (holder.id !== this.#standingBy) this.#office.standby(holder)
      this.#standingBy = holder.id
    } catch (error) {
      this.#complain(asError(error))
    }
    return false
  }

  /** Once, however often it is tried again. */
  #complain(error: Error): void {
    if (error.message !== this.#trouble && !this.#stopped.aborted) this.#office.trouble(error)
    this.#trouble = error.message
  }

  async #hold(lease: Lease): Promise<void> {
    const { ttl } = this.#terms
    // The one before may have died in the midst of a write, and the clock of a server may be ahead.
    if (!lease.clean) await rest(ttl * MARGIN, this.#stopped)
    if (!this.#stopped.aborted && lease.valid) await this.#own(lease)
    await lease.release().catch(() => undefined) // it ends by itself
  }

  async #own(lease: Lease): Promise<void> {
    const begun = this.#office.begin(lease)
    const ended = new AbortController()
    const over = this.#renewed(lease, ended.signal)
    const lost = over.then((error) => error && begun.lost(error))
    if (!this.#stopped.aborted) await Promise.race([lost, this.#stop])
    if (this.#stopped.aborted) await Promise.race([lost, begun.end()])
    ended.abort()
    await lost
  }

  /** Renews it until it is over, and gives the reason; nothing when it `ended`. */
  async #renewed(lease: Lease, ended: AbortSignal): Promise<Error | undefined> {
    const { ttl } = this.#terms
    let next = ttl * RENEWAL
    let trouble: Error | undefined
    for (;;) {
      await rest(Math.min(next, lease.left), ended)
      if (ended.aborted) return undefined
      try {
        // What takes longer than it is valid comes too late.
        const renewed = await Promise.race([lease.renew(), rest(lease.left, ended).then(() => lease.valid)])
        if (ended.aborted) return undefined
        if (!renewed)
          return new Error(
            trouble ? `it could not be renewed: ${trouble.message}` : 'it was not renewed in time, or another has it',
          )
        next = ttl * RENEWAL
        trouble = undefined
        this.#trouble = ''
      } catch (error) {
        trouble = asError(error)
        this.#complain(trouble)
        next = ttl * AGAIN
      }
    }
  }
}

/** Returns after so many ms, or when the signal comes. */
async function rest(ms: number, until: AbortSignal): Promise<void> {
  if (ms > 0) await delay(ms, undefined, { signal: until }).catch(() => undefined)
}
