/** Who owns an instrument, on a real server of NATS: one at a time, whatever dies. */
import { connect } from '@nats-io/transport-node'
import { missing, NatsServer, nats as natsServer } from '@sockio/integration'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Bucket, bucketName } from '../../src/nats/bucket.ts'
import { type Begun, Contender, type Office } from '../../src/nats/contender.ts'
import type { Lease } from '../../src/nats/lease.ts'
import { loadStore } from '../../src/nats/modules.ts'
import { watch } from '../../src/nats/moment.ts'

const TTL = 1000

/** What an office is told, in its order; and who waits for it. */
class Log implements Office {
  readonly events: string[] = []
  readonly #waiting: { readonly what: RegExp; readonly resolve: () => void }[] = []
  lease: Lease | undefined

  readonly #name: string
  constructor(name: string) {
    this.#name = name
  }

  #say(event: string): void {
    this.events.push(event)
    for (const { what, resolve } of this.#waiting) if (what.test(event)) resolve()
  }

  until(what: RegExp): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    if (this.events.some((event) => what.test(event))) resolve()
    this.#waiting.push({ what, resolve })
    return promise
  }

  begin(lease: Lease): Begun {
    this.lease = lease
    this.#say(`${this.#name} owns`)
    return {
      lost: (error) => this.#say(`${this.#name} lost: ${error.message}`),
      end: async () => this.#say(`${this.#name} ended`),
    }
  }

  standby({ owner }: { readonly owner: string }): void {
    this.#say(`${this.#name} stands by for ${owner}`)
  }

  trouble(error: Error): void {
    this.#say(`${this.#name}: ${error.message}`)
  }
}

describe.skipIf(missing(natsServer))('ownership', () => {
  let server: NatsServer
  beforeAll(async () => {
    server = await NatsServer.start()
  })
  afterAll(() => server[Symbol.asyncDispose]())

  async function candidate(prefix: string, name: string, url = server.url) {
    const nats = await connect({ servers: url, reconnectTimeWait: 20, maxReconnectAttempts: -1 })
    const bucket = await Bucket.open(nats, await loadStore(), { prefix, ttl: TTL, replicas: 1 })
    const log = new Log(name)
    const it = new Contender(bucket.key('psu1'), log, { ttl: TTL, watch, who: { id: name, owner: `${name}/1` } })
    return { nats, log, it, bucket }
  }

  it('has one; the other stands by, and owns at once when the first has ended in good order', async () => {
    const a = await candidate('order', 'a')
    const b = await candidate('order', 'b')
    a.it.start()
    await a.log.until(/owns/)
    b.it.start()
    await b.log.until(/stands by for a\/1/)
    await a.it.stop()
    expect(a.log.events).toEqual(['a owns', 'a ended'])
    await b.log.until(/owns/)
    expect(b.log.lease?.clean).toBe(true)
    expect(b.log.lease?.epoch).toBeGreaterThan(a.log.lease?.epoch ?? 0)
    await b.it.stop()
    await Promise.all([a.nats.close(), b.nats.close()])
  })

  it('passes to another when its owner is cut off, and never before that has heard of it from its own clock', async () => {
    const a = await candidate('cut', 'a')
    const b = await candidate('cut', 'b')
    a.it.start()
    await a.log.until(/owns/)
    b.it.start()
    await b.log.until(/stands by/)
    const begun = b.log.until(/owns/).then(() => ({ at: performance.now(), both: a.log.lease?.valid }))
    const left = a.log.lease?.left ?? 0
    const over = left > 0 ? performance.now() + left : 0 // or later, if it is renewed once more
    await a.nats.close()
    const [{ at, both }] = await Promise.all([begun, a.log.until(/lost/)])
    expect(both).toBe(false)
    expect(at).toBeGreaterThan(over + 0.1 * TTL) // and what was on its way has arrived
    expect(b.log.lease?.clean).toBe(false)
    await Promise.all([a.it.stop(), b.it.stop()])
    await b.nats.close()
  })

  it('outlives the restart of its server, when that is back in time', async () => {
    await using own = await NatsServer.start()
    const a = await candidate('restart', 'a', own.url)
    a.it.start()
    await a.log.until(/owns/)
    const before = a.log.lease?.left ?? 0
    await own.stop()
    await own.start()
    expect(before).toBeGreaterThan(0)
    await a.it.stop()
    expect(a.log.events.filter((event) => /owns|lost|ended/.test(event)).at(-1)).toMatch(/ended|lost/)
    await a.nats.close()
  })

  it('of a bucket with another time to live is refused, with what to do', async () => {
    const a = await candidate('ttl', 'a')
    await expect(Bucket.open(a.nats, await loadStore(), { prefix: 'ttl', ttl: 9000, replicas: 1 })).rejects.toThrow(
      `nats: the bucket ${bucketName('ttl')} was made with a ttl of ${TTL} ms, and this hub has 9000`,
    )
    await a.nats.close()
  })
})
