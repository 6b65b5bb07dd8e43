/** `memory://name`: the way to a device of this process without a port, for a driver that registers it. */
import { shown } from '../check.ts'
import { timers } from '../timers.ts'
import { reach } from './listener.ts'
import { type MemoryEvents, MemoryWire } from './wire.ts'

/** Where a device is; as drivers say it. */
export interface MemoryAddress {
  readonly host: string
  readonly port: number
  readonly tls: boolean
  readonly url?: string
}

/** What a device is called: letters, digits, `.`, `_` and `-`. */
export const MEMORY_NAME: RegExp = /^[\w.-]+$/

/**
 * The transport of `memory://name`, to be registered with `registerScheme` of `@sockio/node`: a flavour then reaches the
 * device that was simulated with `{ memory: 'name' }` in the same thread, without a socket of the system. `@sockio/sio`, whose
 * sockets are in another thread, refuses it.
 *
 * @example
 * registerScheme('memory', memory)
 * await using device = await simulate(scope(), { memory: 'scope' })
 * await using sock = socketForUrl(device.url)
 */
export const memory = {
  /** @throws {TypeError} for anything but a name behind `memory://` */
  address(url: string): MemoryAddress {
    const host = typeof url === 'string' ? url.replace(/^memory:\/\//i, '') : ''
    if (!MEMORY_NAME.test(host)) throw new TypeError(`url: expected memory://name, got ${shown(url)}`)
    return { host, port: 0, tls: false, url }
  },

  transport: ({ host }: MemoryAddress) => ({
    dial(events: MemoryEvents): MemoryWire {
      const wire = new MemoryWire(events)
      timers.setImmediate(() => {
        if (!wire.gone) reach(host, wire)
      })
      return wire
    },
  }),
}
