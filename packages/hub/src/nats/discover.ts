/** What the hubs on NATS own. */
import { fields, number, objectRule } from '@sockio/core'
import type { Snapshot } from '../snapshot.ts'
import { use } from './link.ts'
import { DEFAULT_PREFIX, type NatsServers, natsRule, prefixRule } from './options.ts'
import { discovery } from './subjects.ts'

/** An instrument that a hub owns, as it was when it was asked. */
export interface Found extends Snapshot {
  /** The hub: its host and process. */
  readonly owner: string
  /** Grows with each owner. */
  readonly epoch: number
}

export interface DiscoverOptions extends NatsServers {
  /** Of the hubs. Default `sockio`. */
  readonly prefix?: string | undefined
  /** How long to wait for the answers of hubs, in ms. Default 1000. */
  readonly timeout?: number | undefined
}

const DEFAULT_TIMEOUT = 1000
const more = fields({ prefix: prefixRule, timeout: number(1, 60_000, false, ' of milliseconds') }, 'option')

/**
 * Asks all hubs of a prefix what they own; gives that by name. An instrument whose hub has just died is missing until
 * another owns it.
 *
 * @example
 * for (const { name, owner } of await discover({ servers: 'nats://127.0.0.1:4222', prefix: 'lab' })) console.log(name, owner)
 *
 * @throws {TypeError | RangeError} that names the wrong option
 */
export async function discover(options: DiscoverOptions): Promise<Found[]> {
  objectRule(options, 'options')
  const { prefix = DEFAULT_PREFIX, timeout = DEFAULT_TIMEOUT, ...where } = options
  more({ prefix, timeout }, 'options')
  natsRule(where, 'options')
  const link = use(where, { lost: () => undefined })
  try {
    const nats = await link.ready
    const found: Found[] = []
    try {
      const answers = await nats.requestMany(discovery(prefix), undefined, { strategy: 'timer', maxWait: timeout })
      for await (const answer of answers) found.push(...answer.json<Found[]>())
    } catch (error) {
      if (!isNobody(error)) throw error
    }
    return found.sort((one, other) => (one.name < other.name ? -1 : 1))
  } finally {
    link.release()
  }
}

/** No hub is there at all. */
function isNobody(error: unknown): boolean {
  return error instanceof Error && error.name === 'NoResponders'
}
