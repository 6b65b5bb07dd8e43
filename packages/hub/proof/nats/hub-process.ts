/** A hub with one instrument, on NATS; tells its parent what it prints. */
import { once } from 'node:events'
import { Hub } from '../../src/index.ts'
import { joinNats } from '../../src/nats/nats-network.ts'
import { settings } from './child.ts'

export interface HubSettings {
  readonly nats: { readonly servers: string | readonly string[]; readonly prefix: string; readonly ttl: number }
  readonly url: string
  readonly listen: readonly string[]
  /** Lines that come unasked. */
  readonly stream?: string
  /** Begins when it is told to. */
  readonly waits?: boolean
}

export interface HubMessage {
  readonly waits?: boolean
  readonly line?: string
  readonly trouble?: string
}

const { nats, url, listen, stream, waits = false } = settings<HubSettings>()
const say = (message: HubMessage) => process.send?.(message)
if (waits) {
  const told = once(process, 'message')
  say({ waits })
  await told
}
const instrument = { url, listen, init: [`OWNER ${process.pid}`], stream, options: { timeout: 2000 } }
const network = await joinNats(nats)
const hub = await Hub.start(
  { instruments: { psu1: instrument }, nats },
  { network, serving: (line) => say({ line }), onError: (error) => say({ trouble: error.message }) },
)
process.once('SIGTERM', () => void hub.close().then(() => process.exit(0)))
