/** The transports by the schemes of their URLs: whoever imports one registers it, and no flavour knows it. */
import { type Address, address } from '@sockio/core'
import type { Resolved } from './options.ts'
import { tcp } from './tcp.ts'
import type { Scheme, Transport } from './transport.ts'
import { unix } from './unix.ts'

const schemes = new Map<string, Scheme>([['unix', unix]])

/** Those that come with the driver: every thread that loads it knows them. */
const OWN: ReadonlySet<string> = new Set(schemes.keys())

/** Makes `name://` a URL that the flavours take whose sockets are in this thread: all but the blocking one. */
export function registerScheme(name: string, scheme: Scheme): void {
  if (!/^[a-z][a-z0-9+.-]*$/.test(name) || name === 'tcp' || name === 'tls') {
    throw new TypeError(`scheme: expected a name in lower case, and not tcp or tls, got "${name}"`)
  }
  schemes.set(name, scheme)
}

const schemeOf = (url: string) => /^([a-z][a-z0-9+.-]*):\/\//i.exec(url)?.[1]?.toLowerCase() ?? ''

/** Did the program register the transport to it, in this thread alone? */
export function isRegistered({ url }: Address): boolean {
  return url !== undefined && !OWN.has(schemeOf(url))
}

/** What the URLs of the other transports begin with, for an error to list. */
export function otherForms(): readonly string[] {
  return [...schemes.keys()].map((name) => `${name}://...`)
}

/** Is it the URL of another transport than TCP and TLS? */
export function isOther(url: unknown): url is string {
  return typeof url === 'string' && schemes.has(schemeOf(url))
}

/**
 * Checks where an instrument is: a host and a port, or the URL of another transport in place of the host, with port 0.
 *
 * @throws {TypeError | RangeError} that names the wrong argument
 */
export function endpoint(host: string, port: number, tls = false): Address {
  if (port !== 0 || !isOther(host)) return address(host, port, tls)
  if (tls) throw new TypeError(`tls: ${schemeOf(host)}:// has no TLS`)
  return schemes.get(schemeOf(host))?.address(host) ?? address(host, port)
}

/** The way to an address. */
export function transportTo(address: Address, wishes: Resolved): Transport {
  const { url } = address
  return schemes.get(schemeOf(url ?? ''))?.transport(address, wishes) ?? tcp(address, wishes)
}
