/** A hub: its instruments, each with its owner and its façades, the audit log, and the page of figures. */
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Audit } from './audit.ts'
import { checkSettings, type HubInstrument, type HubSettings } from './config.ts'
import type { Fence, Network, Owner } from './contract.ts'
import { isDefinition, type SomeDefinition } from './definition-rules.ts'
import { Facade } from './facade.ts'
import type { InstrumentSettings } from './instrument.ts'
import { isLoopback, type Listen, listen, placeOf } from './listen.ts'
import { InstrumentOwner } from './owner.ts'
import { type Shown, StatusServer } from './status-server.ts'

/** What a hub may be given besides its settings. */
export interface HubOptions {
  /** What names of files are relative to. Default: the working directory. */
  readonly folder?: string | undefined
  /** What connects it with other hubs and hosts. Default: it owns all that it has, on this machine only. */
  readonly network?: Network | undefined
  /** Is told one line for each instrument when it serves, or stands by: `psu1 tcp://10.0.0.7:5025 on 127.0.0.1:7001, owner`. */
  readonly serving?: ((line: string) => void) | undefined
  /** Is told what goes wrong, and is no error of a call. Default: a process warning. */
  readonly onError?: ((error: Error) => void) | undefined
}

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

/** Serves its instruments until it is closed. */
export class Hub implements AsyncDisposable {
  readonly #entries: readonly Entry[]
  readonly #audit: Audit | undefined
  readonly #network: Network | undefined
  #status: StatusServer | undefined
  #closing: Promise<void> | undefined

  private constructor(entries: readonly Entry[], audit: Audit | undefined, network: Network | undefined) {
    this.#entries = entries
    this.#audit = audit
    this.#network = network
  }

  /**
   * Checks all, then listens. Nothing is connected before the first message.
   *
   * @throws {TypeError | RangeError} that says what is wrong with the settings, before anything is opened
   * @throws {Error} when it can't listen: then nothing is left open
   */
  static async start(
    settings: HubSettings,
    {
      folder = process.cwd(),
      network,
      serving = () => {},
      onError = (error) => process.emitWarning(error),
    }: HubOptions = {},
  ): Promise<Hub> {
    checkSettings(settings)
    if (settings.nats !== undefined && network === undefined) {
      throw new TypeError('nats: start it with a network, as sockio hub does')
    }
    const metrics = settings.metrics === undefined ? undefined : placeOf(settings.metrics, 'metrics', folder)
    if (metrics !== undefined && ('path' in metrics || !isLoopback(metrics.host))) {
      throw new TypeError(`metrics: expected a port of loopback, got ${JSON.stringify(settings.metrics)}`)
    }
    const parts = await Promise.all(
      Object.entries(settings.instruments).map(async ([name, instrument]) => {
        const path = `instruments.${name}`
        const listens = (instrument.listen ?? []).map((each, i) => listen(each, `${path}.listen[${i}]`, folder))
        const definition = await definitionOf(instrument.definition, `${path}.definition`, folder)
        return { name, settings: { ...instrument, definition }, listens }
      }),
    )
    const audit =
      settings.audit === undefined
        ? undefined
        : new Audit(resolve(folder, settings.audit), (error) => {
            onError(new Error(`the audit log ends: ${error.message}`, { cause: error }))
          })
    const entries = parts.map(
      ({ name, settings: own, listens }) => new Entry(name, own, listens, audit, { serving, onError }),
    )
    const hub = new Hub(entries, audit, network)
    try {
      if (metrics !== undefined) {
        hub.#status = new StatusServer(hub)
        await hub.#status.listen(metrics.host, metrics.port)
      }
      if (network === undefined) await Promise.all(entries.map((entry) => entry.alone()))
      else for (const entry of entries) network.compete(entry.candidate)
      await Promise.all(entries.map(({ ready }) => ready))
    } catch (error) {
      await hub.close()
      throw error
    }
    return hub
  }

  get instruments(): readonly HubEntry[] {
    return this.#entries
  }

  /** @internal What the status shows. */
  get shown(): readonly Shown[] {
    return this.#entries.map(({ name, url, office, listens, measured }) => ({ name, url, office, listens, measured }))
  }

  /** Where the status is served: `http://127.0.0.1:9400/`. */
  get statusUrl(): string | undefined {
    return this.#status?.url
  }

  /** Entries that the audit log could not take. */
  get auditLost(): number {
    return this.#audit?.lost ?? 0
  }

  /** Takes no more clients, lets what is under way end within `grace` ms (default 5000), and closes all. Never rejects. */
  close(grace?: number): Promise<void> {
    this.#closing ??= this.#close(grace)
    return this.#closing
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #close(grace: number | undefined): Promise<void> {
    const owners = async () => {
      await Promise.all(this.#entries.map((entry) => entry.close(grace)))
    }
    if (this.#network === undefined) await owners()
    else await this.#network.close(owners)
    await this.#status?.close()
    await this.#audit?.close()
  }
}

/** Who is told. */
interface Told {
  readonly serving: (line: string) => void
  readonly onError: (error: Error) => void
}

class Entry implements HubEntry {
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

  get measured() {
    const latency = this.owner?.figures.latency
    const { cumulative: buckets = [], sum = 0, total = 0 } = latency ?? {}
    return { name: this.name, state: this.owner?.state, buckets, sum, total }
  }

  /** Nobody else may own it. */
  async alone(): Promise<void> {
    this.#appoint(undefined)
    await this.#open()
  }

  get candidate() {
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

/** A definition, or what a module exports of that kind: its default, or the only one. */
async function definitionOf(
  value: HubInstrument['definition'],
  path: string,
  folder: string,
): Promise<SomeDefinition | undefined> {
  if (typeof value !== 'string') return value
  const file = resolve(folder, value)
  let exported: Record<string, unknown>
  try {
    exported = await import(pathToFileURL(file).href)
  } catch (error) {
    throw new TypeError(`${path}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  }
  const all = Object.values(exported).filter(isDefinition)
  const chosen = isDefinition(exported.default) ? exported.default : all.length === 1 ? all[0] : undefined
  if (chosen !== undefined) return chosen
  throw new TypeError(
    `${path}: ${value} exports ${all.length === 0 ? 'no definition' : 'several: make one the default'}`,
  )
}
