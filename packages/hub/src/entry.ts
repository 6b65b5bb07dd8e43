/** One instrument of a hub: who owns it, and where it is served. */
import type { Audit } from './audit.ts'
import type { Candidate, Fence, Owner } from './contract.ts'
import { Facade } from './facade.ts'
import type { InstrumentSettings } from './instrument.ts'
import type { Listen } from './listen.ts'
import { InstrumentOwner } from './owner.ts'
import type { Measured } from './prometheus.ts'

/** One instrument of a hub. */
export interface HubEntry {
  readonly name: string
  readonly url: string
  /** Where its façades listen: `127.0.0.1:7001`; empty on standby. */
  readonly listens: readonly string[]
  readonly office: 'owner' | 'standby'
  /** Undefined on standby. */
  readonly owner: Owner | undefined
}

/** Who is told. */
export interface Told {
  readonly serving: (line: string) => void
  readonly onError: (error: Error) => void
}

/** One instrument: its owner, once there is one, and its façades. */
export class Entry implements HubEntry {
  readonly name: string
  readonly url: string
  readonly ready: Promise<void>
  owner: InstrumentOwner | undefined
  readonly #settings: InstrumentSettings
  readonly #listens: readonly Listen[]
  readonly #audit: Audit | undefined
  readonly #told: Told
  #facades: Facade[] = []
  /** Whoever has started the hub was told how it went. */
  #served = false
  #resolve: () => void = () => undefined
  #reject: (error: unknown) => void = () => undefined

  constructor(
    name: string,
    settings: InstrumentSettings,
    listens: readonly Listen[],
    audit: Audit | undefined,
    told: Told,
  ) {
    this.name = name
    this.url = settings.url
    this.#settings = settings
    this.#listens = listens
    this.#audit = audit
    this.#told = told
    this.ready = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
    this.ready.catch(() => undefined) // who starts the hub is told
  }

  get office(): 'owner' | 'standby' {
    return this.owner === undefined ? 'standby' : 'owner'
  }

  get listens(): readonly string[] {
    return this.#facades.map(({ address }) => address)
  }

  /** What the figures are made of. */
  get measured(): Measured {
    const latency = this.owner?.figures.latency
    const { cumulative: buckets = [], sum = 0, total = 0 } = latency ?? {}
    return { name: this.name, state: this.owner?.state, buckets, sum, total }
  }

  /** Nobody else may own it. */
  async alone(): Promise<void> {
    this.#appoint(undefined)
    await this.#open()
  }

  /** For a network, where several compete. */
  get candidate(): Candidate {
    const { name, url } = this
    return {
      name,
      url,
      appoint: (fence: Fence) => this.#appoint(fence),
      told: (office: 'owner' | 'standby') => {
        if (office === 'owner') void this.#open()
        else this.#standBy()
      },
      failed: (error: Error) => this.#told.onError(error),
    }
  }

  async close(grace: number | undefined): Promise<void> {
    for (const facade of this.#facades) facade.stop()
    await this.owner?.close(grace)
    await Promise.all(this.#facades.map((facade) => facade.close()))
  }

  #appoint(fence: Fence | undefined): Owner {
    const audit = this.#audit
    this.owner = new InstrumentOwner(this.name, this.#settings, { ...(fence && { fence }), ...(audit && { audit }) })
    return this.owner
  }

  async #open(): Promise<void> {
    const { owner } = this
    if (owner === undefined) return
    try {
      this.#facades = this.#listens.map((each) => new Facade(each, owner))
      await Promise.all(this.#facades.map((facade) => facade.open()))
      this.#served = true
      this.#resolve()
      this.#told.serving(`${this.name} ${this.url}${this.#where}, owner`)
    } catch (error) {
      if (this.#served && error instanceof Error) this.#told.onError(error)
      this.#reject(error)
    }
  }

  #standBy(): void {
    for (const facade of this.#facades) void facade.close()
    this.#facades = []
    this.owner = undefined
    this.#served = true
    this.#resolve()
    this.#told.serving(`${this.name} ${this.url}, standby`)
  }

  get #where(): string {
    return this.listens.length === 0 ? '' : ` on ${this.listens.join(', ')}`
  }
}
