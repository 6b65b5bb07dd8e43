/** From the URL of an instrument to the arguments of a flavour's constructor. */
import { parseAddress } from '@sockio/core'

/**
 * Reads `tcp://host:port`, `tls://host:port`, `TCPIP0::host::port::SOCKET` or `host:port`; `tls://` turns `options.tls`
 * on. Without a port, `host` and `tcp://host` mean port 5025.
 *
 * @throws {TypeError | RangeError} for any other URL, and for `tls: false` beside `tls://`
 */
export function parseUrl<O extends { readonly tls?: boolean | object | undefined }>(
  url: string,
  options: O,
): { readonly host: string; readonly port: number; readonly options: O } {
  const { host, port, tls } = parseAddress(url)
  if (!tls) return { host, port, options }
  if (options.tls === false) throw new TypeError(`tls: false contradicts the URL "${url}": use tcp:// for plain TCP`)
  return { host, port, options: { ...options, tls: options.tls ?? true } }
}
