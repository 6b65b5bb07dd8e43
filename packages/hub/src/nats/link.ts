/** A connection to NATS that all who speak to the same servers share, as long as one of them needs it. */
import type { NatsConnection } from '@nats-io/transport-node'
import { asError } from '@sockio/core'
import { connect } from './connect.ts'
import type { NatsServers } from './options.ts'

/** Somebody's use of a connection. */
export interface Use {
  /** The connection; rejects with why there is none. */
  readonly ready: Promise<NatsConnection>
  /** It is not needed any more; what was published goes out. */
  release(): void
}

/** Who uses a connection. */
export interface User {
  /** It has ended before it was released; told once. */
  lost(error: Error): void
  /** NATS does not let this user publish there. */
  denied?(subject: string): void
}

interface Shared {
  readonly ready: Promise<NatsConnection>
  readonly users: Set<User>
}

/** By servers and login. One that is lost is not in here any more: the next use makes another. */
const links = new Map<string, Shared>()

/**
 * Uses the connection to these servers. It never reconnects by itself: what NATS had under way at that moment is lost, and
 * whoever used it must know.
 */
export function use(where: NatsServers, user: User): Use {
  const id = JSON.stringify(where)
  const link = links.get(id) ?? made(id, where)
  link.users.add(user)
  return {
    ready: link.ready,
    release() {
      if (!link.users.delete(user) || link.users.size > 0) return
      if (links.get(id) === link) links.delete(id)
      void link.ready.then((nats) => nats.drain()).catch(() => undefined)
    },
  }
}

function made(id: string, where: NatsServers): Shared {
  const ready = reached(where)
  const link: Shared = { ready, users: new Set() }
  links.set(id, link)
  const over = (error: Error) => {
    if (links.get(id) === link) links.delete(id)
    const told = [...link.users]
    link.users.clear()
    for (const user of told) user.lost(error)
  }
  ready.then(
    async (nats) => {
      void listen(nats, link.users)
      over((await nats.closed()) ?? new Error('the connection to NATS was lost'))
    },
    (error: unknown) => over(asError(error)),
  )
  return link
}

/** What NATS refuses, it says to nobody in particular. */
async function listen(nats: NatsConnection, users: ReadonlySet<User>): Promise<void> {
  for await (const status of nats.status()) {
    if (status.type !== 'error' || !('operation' in status.error) || status.error.operation !== 'publish') continue
    for (const user of [...users]) user.denied?.(String(Reflect.get(status.error, 'subject')))
  }
}

async function reached(where: NatsServers): Promise<NatsConnection> {
  try {
    return await connect(where, process.cwd(), {
      name: `sockio ${process.title}/${process.pid}`,
      reconnect: false,
      timeout: 5000,
    })
  } catch (error) {
    const { message } = asError(error)
    throw new Error(`could not connect to NATS at ${[where.servers].flat().join(', ')}: ${message}`, { cause: error })
  }
}
