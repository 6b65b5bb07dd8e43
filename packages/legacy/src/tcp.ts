/** The constructor of sockets as code of old calls it: with `new`, or without. */
import { parseUrl } from '@sockio/node'
import { type Options, TCP as Socket } from './socket.ts'

export type { Options }

type Arguments = ConstructorParameters<typeof Socket>

export type TCP = Socket

/**
 * Talks to one instrument, with callbacks and events. Nothing is connected before the first call; a lost connection is
 * made again by the next. `new` may be left out.
 *
 * @example
 * var TCP = require('@sockio/legacy').TCP
 *
 * var sock = new TCP('10.0.0.7', 5025, { timeout: 1000 })
 * sock.query('*IDN?', function (err, reply) {
 *   console.log(err ? err.message : reply)
 *   sock.close()
 * })
 */
export const TCP = new Proxy(Socket, {
  apply: (target, self: unknown, args: Arguments) => {
    if (self instanceof target) throw new TypeError('TCP: to inherit from it, use "class ... extends TCP"')
    return new target(...args)
  },
}) as typeof Socket & ((...args: Arguments) => Socket)

/**
 * Makes the socket that a URL names: `tcp://host:port`, `tls://host:port`,
 * `TCPIP0::host::port::SOCKET` or just `host:port`; without a port, `host` and `tcp://host` mean port 5025. A Unix socket is
 * `unix:///path/of/socket`.
 *
 * @throws {TypeError | RangeError} for any other
 */
export function socketForUrl(url: string, options: Options = {}): TCP {
  const parsed = parseUrl(url, options)
  return new Socket(parsed.host, parsed.port, parsed.options)
}
