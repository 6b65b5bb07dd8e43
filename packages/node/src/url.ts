/** From the URL of an instrument to the arguments of a flavour's constructor. */
import { parseAddress } from '@sockio/core'
import { isOther, otherForms } from './schemes.ts'

/**
 * Reads `tcp://host:port`, `tls://host:port`, `TCPIP0::host::port::SOCKET` or `host:port`; `tls://` turns `options.tls`
 * on. Without a port, `host` and `tcp://host` mean port 5025. The URL of another transport, such as `unix:///run/scope.sock`,
 * stands for its host, with port 0.
 *
 * @throws {TypeError | RangeError} for any other URL, and for `tls: false` beside `tls://`
 */
export function parseUrl<O extends { readonly tls?: boolean | object | undefined }>(
  url: string,
  options: O,
): { readonly host: string; readonly port: number; readonly options: O } {
  if (isOther(url)) return { host: url, port: 0, options }
  const { host, port, tls } = parseAddress(url, otherForms())
  if (!tls) return { host, port, options }
  if (options.tls === false) throw new TypeError(`tls: false contradicts the URL "${url}": use tcp:// for plain TCP`)
  return { host, port, options: { ...options, tls: options.tls ?? true } }
}
