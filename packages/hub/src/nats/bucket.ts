/** The keys of a prefix: a bucket of NATS, in which a key that is not renewed expires. */

import type { KV } from '@nats-io/kv'
import type { NatsConnection } from '@nats-io/transport-node'
import { timers } from '@sockio/node'
import type { Entry, Holder, Key } from './lease.ts'
import type { loadStore } from './modules.ts'

/** What NATS says when the revision is another (`StreamWrongLastSequence`). */
const STALE = 10071

export interface BucketOptions {
  readonly prefix: string
  /** Of each key, in ms. */
  readonly ttl: number
  /** Servers of a cluster that keep it. */
  readonly replicas: number
}

export class Bucket {
  readonly #kv: KV
  readonly #timeout: number
  /** Until then nothing in it can have expired, since there was nothing; on the clock of `timers`. */
  readonly #unusedUntil: number

  private constructor(kv: KV, timeout: number, unusedUntil: number) {
    this.#kv = kv
    this.#timeout = timeout
    this.#unusedUntil = unusedUntil
  }

  /**
   * Opens it, or makes it.
   *
   * @throws when JetStream is not enabled, or the bucket is there with another time to live
   */
  static async open(
    nats: NatsConnection,
    modules: Awaited<ReturnType<typeof loadStore>>,
    options: BucketOptions,
  ): Promise<Bucket> {
    const { prefix, ttl, replicas } = options
    const name = bucketName(prefix)
    // Several that are not answered, and there is still time for one more before the lease is over.
    const timeout = Math.max(250, Math.round(ttl / 10))
    const js = modules.jetstream(nats, { timeout: Math.max(timeout, 2000) })
    const kv = await new modules.Kvm(js).create(name, { ttl, history: 1, replicas, allow_direct: false })
    const asked = timers.now()
    const status = await kv.status()
    if (status.ttl !== ttl) {
      throw new Error(
        `nats: the bucket ${name} was made with a ttl of ${status.ttl} ms, and this hub has ${ttl}: give all hubs of a prefix the same, or delete the bucket while none runs (nats kv del ${name})`,
      )
    }
    return new Bucket(kv, timeout, status.streamInfo.state.last_seq === 0 ? asked + ttl : 0)
  }

  key(name: string): Key {
    const unused = () => timers.now() < this.#unusedUntil
    return {
      get unused() {
        return unused()
      },
      read: async () => {
        const found = await within(this.#timeout, this.#kv.get(name))
        return found === null ? undefined : entry(found.operation, found.value, found.revision)
      },
      write: async (holder, revision) => {
        const value = JSON.stringify(holder)
        try {
          return await this.#kv.put(name, value, { previousSeq: revision, timeout: this.#timeout })
        } catch (error) {
          if (isStale(error)) return undefined
          throw error
        }
      },
      release: async (revision) => {
        try {
          await within(this.#timeout, this.#kv.delete(name, { previousSeq: revision }))
        } catch (error) {
          if (!isStale(error)) throw error
        }
      },
    }
  }
}

/** The bucket of a prefix: names of buckets have no dots. */
export function bucketName(prefix: string): string {
  return `sockio_${prefix.replaceAll('.', '_')}`
}

function isStale(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === STALE
}

function entry(operation: string, value: Uint8Array, revision: number): Entry {
  if (operation !== 'PUT') return { holder: undefined, revision }
  const unknown: Holder = { id: '', owner: 'unknown', nonce: '' }
  try {
    return { holder: { ...unknown, ...JSON.parse(new TextDecoder().decode(value)) }, revision }
  } catch {
    return { holder: unknown, revision } // another program's: it is taken
  }
}

/** Not every call of the client takes a limit of its own. */
async function within<T>(ms: number, call: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error(`NATS did not answer in ${ms} ms`)), ms)
  try {
    return await Promise.race([call, promise])
  } finally {
    clearTimeout(timer)
  }
}
