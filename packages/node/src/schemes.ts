/** The transports by the schemes of their URLs: whoever imports one registers it, and no flavour knows it. */
import { type Address, address, show } from '@sockio/core'
import type { Resolved } from './options.ts'
import { Tcp } from './tcp.ts'
import { type Scheme, type Transport, unbound } from './transport.ts'
import { unix } from './unix.ts'

const schemes = new Map<string, Scheme>([['unix', unix]])

/** Those that come with the driver: every thread that loads it knows them. */
const OWN: ReadonlySet<string> = new Set(schemes.keys())

/**
 * Makes `name://` a URL that the flavours take; the blocking one, whose sockets are in another thread, if it has a `module`.
 *
 * @throws {TypeError} for what is no name of a scheme, or no scheme
 */
export function registerScheme(name: string, scheme: Scheme): void {
  if (typeof name !== 'string' || !/^[a-z][a-z0-9+.-]*$/.test(name) || name === 'tcp' || name === 'tls') {
    throw new TypeError(`name: expected one in lower case, and not tcp or tls, got ${show(name)}`)
  }
  if (typeof scheme?.address !== 'function' || typeof scheme.transport !== 'function') {
    throw new TypeError(`scheme: expected an object with address() and transport(), got ${show(scheme)}`)
  }
  schemes.set(name, scheme)
}

const schemeOf = (url: string) => /^([a-z][a-z0-9+.-]*):\/\//i.exec(url)?.[1]?.toLowerCase() ?? ''

/** A transport that another thread must be told of: its scheme, and the module that exports it, if there is one. */
export interface Foreign {
  readonly scheme: string
  readonly module: string | undefined
}

/** What another thread must know to reach it; undefined for what every thread knows. */
export function foreign({ url = '' }: Address): Foreign | undefined {
  const scheme = schemeOf(url)
  return scheme === '' || OWN.has(scheme) ? undefined : { scheme, module: schemes.get(scheme)?.module }
}

/** Is there such a scheme in this thread? */
export function hasScheme(name: string): boolean {
  return schemes.has(name)
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
  const scheme = schemes.get(schemeOf(address.url ?? ''))
  if (scheme === undefined) return new Tcp(address, wishes)
  const transport = scheme.transport(address, wishes)
  return { dial: (events) => transport.dial(unbound(events)) }
}
