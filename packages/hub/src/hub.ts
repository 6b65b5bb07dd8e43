/** A hub: its instruments, each with its owner and its façades, the audit log, and the page of figures. */
import { resolve } from 'node:path'
import { fields } from '@sockio/core'
import { Audit } from './audit.ts'
import { checkSettings, type HubSettings } from './config.ts'
import type { Network } from './contract.ts'
import { definitionOf } from './definition-module.ts'
import { Entry, type HubEntry } from './entry.ts'
import { functionRule, textRule, withMethods } from './given.ts'
import { isLoopback, listen, placeOf } from './listen.ts'
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

const optionsRule = fields(
  { folder: textRule, network: withMethods('compete', 'close'), serving: functionRule, onError: functionRule },
  'option',
)

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
  static async start(settings: HubSettings, options: HubOptions = {}): Promise<Hub> {
    checkSettings(settings)
    optionsRule(options, 'options')
    const {
      folder = process.cwd(),
      network,
      serving = () => {},
      onError = (error) => process.emitWarning(error),
    } = options
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
