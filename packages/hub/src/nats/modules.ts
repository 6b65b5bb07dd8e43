/** The client of NATS, which is installed by those who use it. */
import { asError } from '@sockio/core'

const CLIENT = '@nats-io/transport-node'
const STORE = ['@nats-io/jetstream', '@nats-io/kv']

/** Loads the client. */
export function loadClient(): Promise<typeof import('@nats-io/transport-node')> {
  return installed([CLIENT], () => import('@nats-io/transport-node'))
}

/** Loads what a hub needs besides: it is the store that says who owns what. */
export function loadStore(): Promise<{
  readonly jetstream: typeof import('@nats-io/jetstream').jetstream
  readonly Kvm: typeof import('@nats-io/kv').Kvm
}> {
  return installed([CLIENT, ...STORE], async () => {
    const [{ jetstream }, { Kvm }] = await Promise.all([import('@nats-io/jetstream'), import('@nats-io/kv')])
    return { jetstream, Kvm }
  })
}

async function installed<T>(names: readonly string[], load: () => Promise<T>): Promise<T> {
  try {
    return await load()
  } catch (error) {
    const cause = asError(error)
    if (!('code' in cause) || cause.code !== 'ERR_MODULE_NOT_FOUND') throw cause
    throw new Error(`NATS needs packages that are not installed: npm install ${names.join(' ')}`, { cause })
  }
}
