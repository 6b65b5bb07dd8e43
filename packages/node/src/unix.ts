/** Unix sockets: `unix:///run/scope.sock`, to programs of this machine. */
import type { Address } from '@sockio/core'
import { SocketWire } from './socket-wire.ts'
import { dialSocket } from './tcp.ts'
import type { Scheme, TransportEvents } from './transport.ts'

/** The path is absolute, and what a URL can't hold is written as `%20`. */
function pathOf(url: string): string {
  const [, written = ''] = /^unix:\/\/(\/[^?#]*[^/?#])$/i.exec(url) ?? []
  try {
    const path = decodeURIComponent(written)
    if (path !== '' && !path.includes('\0')) return path
  } catch {
    // said below
  }
  throw new TypeError(`url: expected unix:///path/of/socket, got "${url}"`)
}

export const unix: Scheme = {
  address: (url): Address => ({ host: pathOf(url), port: 0, tls: false, url }),
  transport: ({ host: path }) => ({
    dial(events: TransportEvents) {
      const wire = new SocketWire(events)
      return wire.carriedBy(dialSocket({ path }, wire, events))
    },
  }),
}
