/** From the URL of an instrument to the arguments of a flavour's constructor. */
import { parseAddress } from '@sockio/core'

/**
 * Reads `tcp://host:port`, `tls://host:port`, `TCPIP0::host::port::SOCKET` or `host:port`; `tls://` turns `options.tls`
 * on. Without a port, `host` and `tcp://host` mean port 5025.
 *
 * @throws {TypeError | RangeError} for any other URL
 */
export function parseUrl<O extends object>(
  url: string,
  options: O,
): { readonly host: string; readonly port: number; readonly options: O } {
  const { host, port, tls } = parseAddress(url)
  return { host, port, options: tls ? { tls: true, ...options } : options }
}
