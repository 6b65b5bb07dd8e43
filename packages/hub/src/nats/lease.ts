/** The lease of one instrument: a key that one hub at a time holds, renewed long before its time to live is over. */
import { randomUUID } from 'node:crypto'
import type { Moment, Watch } from './moment.ts'

/** What the key holds. */
export interface Holder {
  /** Of the hub, unlike any other. */
  readonly id: string
  /** For people: the host and the process. */
  readonly owner: string
  /** Of the attempt that wrote this. */
  readonly nonce: string
}

export interface Entry {
  /** Undefined: it was released. */
  readonly holder: Holder | undefined
  readonly revision: number
}

/** The key. Each of these may fail, and have happened all the same. */
export interface Key {
  /** Is it sure that nobody had it in the last time to live? */
  readonly unused: boolean
  /** What is there; undefined when there is nothing: it was never taken, or has expired. */
  read(): Promise<Entry | undefined>
  /** Writes, unless its revision is another; undefined then. Revision 0: unless there is anything. */
  write(holder: Holder, revision: number): Promise<number | undefined>
  /** Deletes, unless its revision is another. */
  release(revision: number): Promise<void>
}

/** Written, and perhaps not known to be: what was asked, and when, before it was sent. */
interface Attempt {
  readonly nonce: string
  readonly at: Moment
}

/** More than are ever uncertain: one is made at each third of the time to live. */
const REMEMBERED = 16

export class Lease {
  readonly #key: Key
  readonly #ttl: number
  readonly #watch: Watch
  readonly #who: Omit<Holder, 'nonce'>
  readonly #attempts: Attempt[] = []
  #revision = 0
  #renewed: Moment | undefined
  #over = false
  #clean = false
  /** The revision that acquired it: higher for each owner than for the one before. 0: it was not acquired. */
  epoch = 0

  /** `ttl`: of the key, in ms. */
  constructor(key: Key, ttl: number, watch: Watch, who: Omit<Holder, 'nonce'>) {
    this.#key = key
    this.#ttl = ttl
    this.#watch = watch
    this.#who = who
  }

  /**
   * May its holder act? It is asked in the same turn, and counts from before the last renewal was sent, so that it ends here
   * before it ends at the server. What is over stays over.
   */
  get valid(): boolean {
    if (this.#renewed === undefined) return false
    if (this.left <= 0) this.#over = true
    return !this.#over
  }

  /** Milliseconds until it is over. */
  get left(): number {
    if (this.#over || this.#renewed === undefined) return 0
    return this.#ttl - this.#watch.since(this.#renewed)
  }

  /** Did the one before release it, or was there none? Then nobody can still believe that he holds it. */
  get clean(): boolean {
    return this.#clean
  }

  /** Takes it if nobody holds it; gives who does. An attempt of which nothing is known is looked after by the next. */
  async acquire(): Promise<Holder | undefined> {
    const entry = await this.#key.read()
    if (entry?.holder !== undefined && !this.#adopt(entry)) return entry.holder
    const { unused } = this.#key
    if (entry?.holder === undefined) {
      const attempt = this.#attempt()
      const revision = await this.#key.write(this.#holder(attempt), entry?.revision ?? 0)
      if (revision === undefined) return (await this.#key.read())?.holder ?? this.#nobody
      this.#clean = entry !== undefined || unused
      this.#renew(attempt, revision)
    }
    this.epoch = this.#revision
    return undefined
  }

  /** It was there a moment ago, and is gone. */
  get #nobody(): Holder {
    return { id: '', owner: 'another hub', nonce: '' }
  }

  /**
   * False: it is lost, for good. Fails when no answer comes; it is to be tried again while it is valid. If one that was not
   * answered has happened, the next finds another revision than it knows, and looks whose that is.
   */
  async renew(): Promise<boolean> {
    const attempt = this.#attempt()
    const revision = await this.#key.write(this.#holder(attempt), this.#revision)
    if (revision !== undefined) this.#renew(attempt, revision)
    else {
      const entry = await this.#key.read()
      if (entry === undefined || !this.#adopt(entry)) this.#over = true
    }
    return this.valid
  }

  /** Gives it up: at once here, and with the server as soon as that hears of it. */
  async release(): Promise<void> {
    this.#over = true
    if (this.#revision > 0) await this.#key.release(this.#revision)
  }

  #holder({ nonce }: Attempt): Holder {
    return { ...this.#who, nonce }
  }

  #attempt(): Attempt {
    const attempt = { nonce: randomUUID(), at: this.#watch.now() }
    this.#attempts.push(attempt)
    if (this.#attempts.length > REMEMBERED) this.#attempts.shift()
    return attempt
  }

  /** Was this written by an attempt of ours? Then it counts from that one. */
  #adopt({ holder, revision }: Entry): boolean {
    if (holder === undefined || holder.id !== this.#who.id) return false
    const attempt = this.#attempts.find(({ nonce }) => nonce === holder.nonce)
    if (attempt === undefined) return false
    this.#renew(attempt, revision)
    return true
  }

  #renew({ at }: Attempt, revision: number): void {
    this.#revision = revision
    this.#renewed = at
  }
}
