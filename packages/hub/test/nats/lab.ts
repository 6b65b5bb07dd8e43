/** A laboratory for tests: an instrument, hubs on NATS that compete for it, and URLs to reach it by. */
import { block, type SimulatedDevice, simulate } from '@sockio/sim'
import type { Candidate, Fence, Network } from '../../src/contract.ts'
import type { InstrumentSettings } from '../../src/instrument.ts'
import { joinNats } from '../../src/nats/nats-network.ts'
import type { NatsSettings } from '../../src/nats/options.ts'
import { InstrumentOwner } from '../../src/owner.ts'

/** A hub with one instrument, in this process. */
export class LabHub implements AsyncDisposable {
  readonly #network: Network
  readonly #changes: string[] = []
  readonly troubles: Error[] = []
  #waiting: { readonly office: string; readonly resolve: () => void }[] = []
  owner: InstrumentOwner | undefined
  fence: Fence | undefined
  #closed: Promise<void> | undefined

  private constructor(network: Network, settings: InstrumentSettings, name: string) {
    this.#network = network
    const candidate: Candidate = {
      name,
      url: settings.url,
      appoint: (fence) => {
        this.fence = fence
        this.owner = new InstrumentOwner(name, settings, { fence })
        return this.owner
      },
      told: (office) => {
        this.#changes.push(office)
        for (const each of this.#waiting) if (each.office === office) each.resolve()
        this.#waiting = this.#waiting.filter((each) => each.office !== office)
      },
      failed: (error) => this.troubles.push(error),
    }
    network.compete(candidate)
  }

  static async start(nats: NatsSettings, settings: InstrumentSettings, name = 'psu1'): Promise<LabHub> {
    return new LabHub(await joinNats({ prefix: 'lab', ttl: 10_000, ...nats }), settings, name)
  }

  /** What it was told, in its order. */
  get changes(): readonly string[] {
    return this.#changes
  }

  /** Returns when its office is that, now or next. */
  until(office: 'owner' | 'standby'): Promise<void> {
    if (this.#changes.at(-1) === office) return Promise.resolve()
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#waiting.push({ office, resolve })
    return promise
  }

  close(): Promise<void> {
    this.#closed ??= this.#network.close(async () => this.owner?.close())
    return this.#closed
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}

/**
 * An instrument that tells whose reply is whose: `*IDN?`, `ECHO? x` gives x, `BLOCK? n` a block of n bytes, `SLOW?` a reply when
 * `finish` is called; anything else is a write.
 */
export async function instrument(): Promise<{ readonly device: SimulatedDevice; finish(): void } & AsyncDisposable> {
  const slow: (() => void)[] = []
  const device = await simulate((request) => {
    const asked = request.split(';').at(-1) ?? ''
    if (asked === '*IDN?') return 'ACME,PSU,1,1.0'
    if (asked.startsWith('ECHO? ')) return asked.slice(6)
    if (asked.startsWith('BLOCK? ')) return block(Buffer.alloc(Number(asked.slice(7)), 'x'))
    if (asked === 'SLOW?') return new Promise<string>((resolve) => slow.push(() => resolve('at last')))
    return undefined
  })
  return {
    device,
    finish: () => {
      for (const each of slow.splice(0)) each()
    },
    [Symbol.asyncDispose]: () => device.close(),
  }
}
