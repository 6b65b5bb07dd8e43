/** Where an instrument is, and the URLs and VISA resource names that say so. */

/** A TCP or TLS endpoint. */
export interface Address {
  readonly host: string
  /** 1 to 65535. */
  readonly port: number
  readonly tls: boolean
}

/** `tcp://10.0.0.7:5025`, `tls://[::1]:5026`. */
export function formatAddress({ host, port, tls }: Address): string {
  return `${tls ? 'tls' : 'tcp'}://${host.includes(':') ? `[${host}]` : host}:${port}`
}

/**
 * Checks a host and a port.
 *
 * @throws {TypeError} when the host is not a non-empty string or the port not a number
 * @throws {RangeError} when the port is not an integer from 1 to 65535
 */
export function address(host: string, port: number, tls = false): Address {
  if (typeof host !== 'string') throw new TypeError(`host: expected a string, got ${typeof host}`)
  if (host === '' || /[\s/@]/.test(host)) {
    throw new TypeError(`host: expected a host name or an IP address, got "${host}"`)
  }
  if (typeof port !== 'number') throw new TypeError(`port: expected a number, got ${typeof port}`)
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new RangeError(`port: expected an integer from 1 to 65535, got ${port}`)
  }
  return { host: host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host, port, tls }
}

const URL_FORM = /^(tcp|tls):\/\/(\[[0-9a-f:.%a-z]+\]|[^:/[\]]+):(\d+)\/?$/i
const VISA_FORM = /^TCPIP\d*::(\[[^\]]+\]|[^:]+(?:::?[^:]+)*?)::(\d+)::SOCKET$/i
const FORMS = 'tcp://host:port, tls://host:port or TCPIP0::host::port::SOCKET'

/**
 * Reads `tcp://host:port`, `tls://host:port` (IPv6 hosts in brackets) or the VISA name of a raw socket,
 * `TCPIP[board]::host::port::SOCKET` (VPP-4.3, section 4.3.1).
 *
 * @throws {TypeError} when it is anything else
 * @throws {RangeError} when the port is not from 1 to 65535
 */
export function parseAddress(url: string): Address {
  if (typeof url !== 'string') throw new TypeError(`url: expected a string, got ${typeof url}`)
  const form = URL_FORM.exec(url)
  if (form !== null) {
    const [, scheme = '', host = '', port = ''] = form
    return address(host, Number(port), scheme.toLowerCase() === 'tls')
  }
  const visa = VISA_FORM.exec(url)
  if (visa !== null) return address(visa[1] ?? '', Number(visa[2]))
  throw new TypeError(`url: expected ${FORMS}, got "${url}"${hint(url)}`)
}

function hint(url: string): string {
  if (/^TCPIP\d*::.*::INSTR$/i.test(url)) return ' (VXI-11 and HiSLIP instruments, "::INSTR", are not raw sockets)'
  if (/^(tcp|tls):\/\/[^:]+\/?$/i.test(url)) return ' (the port is missing)'
  if (/^[^:/]+:\d+$/.test(url)) return ` (try "tcp://${url}")`
  return ''
}
