/** Where an instrument is, and the URLs and VISA resource names that say so. */
import { show } from './rules.ts'

/** A TCP or TLS endpoint, or what another transport speaks to. */
export interface Address {
  /** Of another transport: what its URL has behind the scheme. */
  readonly host: string
  /** 1 to 65535; of another transport 0. */
  readonly port: number
  readonly tls: boolean
  /** The URL of another transport, such as `unix:///run/scope.sock`; absent for TCP and TLS. */
  readonly url?: string
}

/** `tcp://10.0.0.7:5025`, `tls://[::1]:5026`, `unix:///run/scope.sock`, and with a zone `tcp://[fe80::1%25eth0]:5025`, as RFC 6874 has it. */
export function formatAddress({ host, port, tls, url }: Address): string {
  if (url !== undefined) return url
  const at = host.indexOf('%')
  const written = at < 0 ? host : `${host.slice(0, at)}%25${encoded(host.slice(at + 1))}`
  return `${tls ? 'tls' : 'tcp'}://${host.includes(':') ? `[${written}]` : host}:${port}`
}

/** Without what RFC 3986 reserves, of which `encodeURIComponent` leaves some. */
function encoded(zone: string): string {
  return encodeURIComponent(zone).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`)
}

/**
 * The zone of an IPv6 address in a URL follows a `%25` (RFC 6874); a bare `%`, as people type it, is taken too. What is
 * but `%25` is the zone of that number.
 */
function withZone(written: string): string {
  const host = bare(written)
  const at = host.indexOf('%')
  if (at < 0) return host
  const zone = host.slice(at + 1)
  try {
    return `${host.slice(0, at)}%${zone.startsWith('25') && zone.length > 2 ? decodeURIComponent(zone.slice(2)) : zone}`
  } catch {
    throw new TypeError(`host: the zone of "${host}" is malformed: expected an adapter such as %eth0 or %25eth0`)
  }
}

/** What is in no host, though a URL may hide it in a zone: spaces, what separates the parts of a URL, control characters. */
const NO_HOST = /[\s/@]|[^!-~\u00a1-\uffff]/

/**
 * Checks a host and a port.
 *
 * @throws {TypeError} when the host is not a non-empty string or the port not a number
 * @throws {RangeError} when the port is not an integer from 1 to 65535
 */
export function address(host: string, port: number, tls = false): Address {
  if (typeof host !== 'string') throw new TypeError(`host: expected a string, got ${show(host)}`)
  if (host === '' || NO_HOST.test(host)) {
    throw new TypeError(`host: expected a host name or an IP address, got "${host}"`)
  }
  if (typeof port !== 'number') throw new TypeError(`port: expected a number, got ${show(port)}`)
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new RangeError(`port: expected an integer from 1 to 65535, got ${port}`)
  }
  return { host: bare(host), port, tls }
}

/** Without the brackets of an IPv6 address. */
function bare(host: string): string {
  return host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host
}

/** The port that instruments listen on for SCPI, by habit and by IANA's list (`scpi-raw`); of TLS there is no such habit. */
const HABIT = 5025

const URL_FORM = /^(?:(tcp|tls):\/\/)?(\[[\w:.%~-]+\]|[^:/[\]%]+)(?::(\d+))?\/?$/i
const BARE_IPV6 = /^[0-9a-f]*:[0-9a-f]*:[0-9a-f:.]*(?:%[\w.~%-]+)?$/i
const VISA_FORM = /^TCPIP\d*::(.+?)::(\d+)::SOCKET$/i
const FORMS = ['host', 'host:port', 'tcp://host:port', 'tls://host:port', 'TCPIP0::host::port::SOCKET']

/**
 * Reads `tcp://host:port`, `tls://host:port` (IPv6 hosts in brackets), `host:port`, or the VISA name of a raw socket,
 * `TCPIP[board]::host::port::SOCKET` (VPP-4.3, section 4.3.1). Without a port, `host` and `tcp://host` mean port 5025.
 *
 * @param others forms that its caller has dealt with, `unix:///path`, for the error to list with these
 * @throws {TypeError} when it is anything else
 * @throws {RangeError} when the port is not from 1 to 65535
 */
export function parseAddress(url: string, others: readonly string[] = []): Address {
  if (typeof url !== 'string') throw new TypeError(`url: expected a string, got ${show(url)}`)
  if (BARE_IPV6.test(url)) return address(withZone(url), HABIT)
  const [, visaHost = '', visaPort] = VISA_FORM.exec(url) ?? []
  if (isIPv6(visaHost) || isName(visaHost)) return address(withZone(visaHost), Number(visaPort))
  const [, scheme, host = '', port] = URL_FORM.exec(url) ?? []
  const tls = scheme?.toLowerCase() === 'tls'
  const named = host.startsWith('[') ? isIPv6(host) : scheme !== undefined || isName(host)
  if (host === '' || !named || (tls && port === undefined)) {
    const forms = [...FORMS, ...others]
    const last = forms.pop()
    throw new TypeError(`url: expected ${forms.join(', ')} or ${last}, got "${url}"${hint(url)}`)
  }
  return address(withZone(host), port === undefined ? HABIT : Number(port), tls)
}

/** With brackets or without. */
function isIPv6(host: string): boolean {
  return BARE_IPV6.test(bare(host))
}

/** Letters and digits of any language, and not digits alone. */
function isName(host: string): boolean {
  // Two expressions, for one would try each way to divide a long host. Literals would cost every import the making of their tables.
  const only = (pattern: string) => new RegExp(pattern, 'u').test(host)
  return only('^[\\p{L}\\p{N}_.-]+$') && only('[\\p{L}.]')
}

function hint(url: string): string {
  if (/^TCPIP\d*::.*::INSTR$/i.test(url)) return ' (VXI-11 and HiSLIP instruments, "::INSTR", are not raw sockets)'
  if (/^tls:\/\/[^:/]+\/?$/i.test(url)) return ' (the port is missing)'
  if (/^nats:\/\//i.test(url)) return ' (nats:// is for programs that import "@sockio/hub/nats")'
  return ''
}
