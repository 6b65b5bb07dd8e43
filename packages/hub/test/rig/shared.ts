/** A simulated instrument behind a hub of its own. */
import { type Device, type SimulatedDevice, type SimulateOptions, simulate } from '@sockio/sim'
import { Peer } from '../../proof/peer.ts'
import { Hub, type HubInstrument, type HubSettings } from '../../src/index.ts'

export interface SharedOptions {
  readonly instrument?: Partial<HubInstrument>
  readonly hub?: Omit<Partial<HubSettings>, 'instruments'>
  readonly simulate?: SimulateOptions
  readonly folder?: string
  readonly onError?: (error: Error) => void
}

export class Shared implements AsyncDisposable {
  readonly device: SimulatedDevice
  readonly hub: Hub
  readonly #peers: Peer[] = []

  constructor(device: SimulatedDevice, hub: Hub) {
    this.device = device
    this.hub = hub
  }

  get owner() {
    const owner = this.hub.instruments[0]?.owner
    if (owner === undefined) throw new Error('no owner')
    return owner
  }

  get address(): string {
    return this.hub.instruments[0]?.listens[0] ?? ''
  }

  get url(): string {
    return `tcp://${this.address}`
  }

  async client(facade = 0): Promise<Peer> {
    const peer = await Peer.to(this.hub.instruments[0]?.listens[facade] ?? '')
    this.#peers.push(peer)
    return peer
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const peer of this.#peers) peer[Symbol.dispose]()
    await this.hub.close(0)
    await this.device.close()
  }
}

/** Shares a device. */
export async function share(device: Device, options: SharedOptions = {}): Promise<Shared> {
  const simulated = await simulate(device, options.simulate)
  const { folder, onError } = options
  const instrument: HubInstrument = { url: simulated.url, listen: ['127.0.0.1:0'], ...options.instrument }
  const hub = await Hub.start(
    { ...options.hub, instruments: { psu1: instrument } },
    { ...(folder && { folder }), ...(onError && { onError }) },
  )
  return new Shared(simulated, hub)
}
