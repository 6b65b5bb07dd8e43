/** NATS as what connects the hubs of a laboratory: elects an owner for each instrument, and brings it clients of other hosts. */
import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import type { Msg, NatsConnection } from '@nats-io/transport-node'
import type { Candidate, Network, Owner } from '../contract.ts'
import { Bucket } from './bucket.ts'
import { connect } from './connect.ts'
import { type Begun, Contender, type Office } from './contender.ts'
import { Front } from './front.ts'
import type { Lease } from './lease.ts'
import { listen } from './listen.ts'
import { loadClient, loadStore } from './modules.ts'
import { watch } from './moment.ts'
import type { NewHeaders } from './one-shot.ts'
import { checkNatsSettings, DEFAULT_PREFIX, DEFAULT_TTL, type NatsSettings } from './options.ts'
import { discovery, subjects } from './subjects.ts'

/**
 * Joins the hubs on NATS: what `Hub.start` takes as its network.
 *
 * @param folder what names of files are relative to. Default: the working directory
 * @throws {TypeError | RangeError} that names the wrong option
 * @throws {Error} when NATS can't be reached, has no JetStream, or its client is not installed
 */
export async function joinNats(options: NatsSettings, folder: string = process.cwd()): Promise<Network> {
  checkNatsSettings(options)
  const { prefix = DEFAULT_PREFIX, ttl = DEFAULT_TTL, replicas } = options
  const store = await loadStore() // first: what it finds missing is all that a hub needs
  const { headers } = await loadClient()
  const owner = `${hostname()}/${process.pid}`
  const nats = await reach(options, folder, owner, ttl)
  try {
    const size = replicas ?? (nats.info?.cluster === undefined ? 1 : 3)
    const bucket = await patiently(() => Bucket.open(nats, store, { prefix, ttl, replicas: size }))
    return new NatsNetwork(nats, bucket, { headers, prefix, ttl, owner })
  } catch (error) {
    await nats.close()
    throw error
  }
}

/** A hub waits for NATS to come back, however long that takes; but it must be there when it starts. */
async function reach(options: NatsSettings, folder: string, name: string, ttl: number): Promise<NatsConnection> {
  try {
    return await connect(options, folder, {
      name: `sockio hub ${name}`,
      maxReconnectAttempts: -1,
      ignoreAuthErrorAbort: true,
      reconnectTimeWait: 250,
      reconnectJitter: 250,
      // A server that vanished must be noticed while the lease may still be renewed with another.
      pingInterval: Math.max(1000, ttl / 4),
      maxPingOut: 1,
      timeout: 5000,
    })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(`could not connect to NATS at ${[options.servers].flat().join(', ')}: ${reason}`, { cause: error })
  }
}

/** How long a cluster that has just begun may take to choose who leads it, in ms. */
const PATIENCE = 30_000
/** JetStream is temporarily unavailable. */
const UNAVAILABLE = 10008

async function patiently<T>(open: () => Promise<T>): Promise<T> {
  const end = performance.now() + PATIENCE
  for (;;) {
    try {
      return await open()
    } catch (error) {
      if (!(error instanceof Error)) throw error
      if (error.name === 'JetStreamNotEnabled') {
        throw new Error('this server of NATS has no JetStream, where hubs keep who owns what: start it with -js', {
          cause: error,
        })
      }
      const passes = error.name === 'TimeoutError' || ('code' in error && error.code === UNAVAILABLE)
      if (!passes || performance.now() > end) throw error
      await delay(200)
    }
  }
}

interface Settings {
  readonly headers: NewHeaders
  readonly prefix: string
  readonly ttl: number
  /** This hub, for people. */
  readonly owner: string
}

class NatsNetwork implements Network {
  readonly #nats: NatsConnection
  readonly #bucket: Bucket
  readonly #settings: Settings
  readonly #id = randomUUID()
  readonly #candidates: Candidate[] = []
  readonly #contenders: Contender[] = []
  readonly #fronts = new Set<Front>()
  #failure = ''
  /** Settled when the owners have closed; undefined until they are to. */
  #closing: Promise<void> | undefined

  constructor(nats: NatsConnection, bucket: Bucket, settings: Settings) {
    this.#nats = nats
    this.#bucket = bucket
    this.#settings = settings
    // One message for each instrument: all of them together may be more than NATS takes.
    const tell = (message: Msg) => {
      const owned = [...this.#fronts].filter(({ valid }) => valid)
      for (const { state } of owned) message.respond(JSON.stringify([state]))
      if (owned.length === 0) message.respond('[]')
    }
    listen(nats, discovery(settings.prefix), tell, (error) => this.#failed(error))
    void this.#follow()
  }

  compete(candidate: Candidate): void {
    const { ttl, owner } = this.#settings
    this.#candidates.push(candidate)
    const contender = new Contender(this.#bucket.key(candidate.name), this.#office(candidate), {
      ttl,
      watch,
      who: { id: this.#id, owner },
    })
    this.#contenders.push(contender)
    contender.start()
  }

  async close(owners: () => Promise<void>): Promise<void> {
    for (const front of this.#fronts) front.close()
    // The leases are renewed until what is under way has ended.
    this.#closing = owners()
    await Promise.all(this.#contenders.map((each) => each.stop()))
    await this.#closing
    await this.#nats.drain().catch(() => this.#nats.close())
  }

  /** What was under way when the connection was lost did not arrive, or nobody knows. */
  async #follow(): Promise<void> {
    for await (const status of this.#nats.status()) {
      if (status.type === 'disconnect') for (const front of this.#fronts) front.interrupted()
      else if (status.type === 'error' && !isOfListener(status.error)) this.#failed(status.error)
    }
  }

  /** It belongs to no instrument; what goes on is told once. */
  #failed(error: Error): void {
    if (error.message !== this.#failure)
      this.#candidates[0]?.failed(new Error(`NATS: ${error.message}`, { cause: error }))
    this.#failure = error.message
  }

  #office(candidate: Candidate): Office {
    let last: 'owner' | 'standby' | undefined
    const tell = (office: 'owner' | 'standby') => {
      if (office !== last) candidate.told(office)
      last = office
    }
    return {
      standby: () => tell('standby'),
      trouble: (error) => {
        const message = `${candidate.name}: NATS does not tell whose it is: ${error.message}`
        candidate.failed(new Error(message, { cause: error }))
      },
      begin: (lease) => this.#begin(candidate, lease, tell),
    }
  }

  #begin(candidate: Candidate, lease: Lease, tell: (office: 'owner' | 'standby') => void): Begun {
    const owner = candidate.appoint({ mayWrite: () => lease.valid })
    const front = this.#front(owner, lease, (error) => candidate.failed(error))
    this.#fronts.add(front)
    let ended = false
    const over = () => {
      ended = true
      this.#fronts.delete(front)
      front.close()
    }
    // Whoever is told that it is served finds it served: the server has heard of the subjects.
    const served = () => {
      if (!ended) tell('owner')
    }
    void this.#nats.flush().then(served, served)
    return {
      lost: (error) => {
        owner.stepDown(new Error(`this hub owns ${owner.name} no more: ${error.message}`, { cause: error }))
        over()
        tell('standby')
      },
      end: async () => {
        await this.#closing
        over()
      },
    }
  }

  #front(owner: Owner, lease: Lease, failed: (error: Error) => void): Front {
    const { headers, prefix, owner: who } = this.#settings
    return new Front({ nats: this.#nats, headers, owner, lease, subjects: subjects(prefix, owner.name), who, failed })
  }
}

/** NATS does not let this user listen somewhere: whoever wanted that is told. */
function isOfListener(error: Error): boolean {
  return 'operation' in error && error.operation === 'subscription'
}
