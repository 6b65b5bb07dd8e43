/** From the URL of an instrument to the arguments of a flavour's constructor. */
import { parseAddress } from '@sockio/core'

/**
 * Reads `tcp://host:port`, `tls://host:port` or `TCPIP0::host::port::SOCKET`; `tls://` turns `options.tls` on.
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
