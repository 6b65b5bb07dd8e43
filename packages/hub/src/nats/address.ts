/** `nats://host:4222/lab/psu1`: where NATS is, and which instrument. */
import type { Address } from '@sockio/core'
import type { Role } from '../roles.ts'
import { DEFAULT_PREFIX, type NatsServers, natsRule, prefixRule } from './options.ts'

/** What such a URL means. */
export interface Target {
  readonly where: NatsServers
  readonly prefix: string
  readonly name: string
  readonly role: Role
}

const FORM = 'nats://host:4222/prefix/instrument'
const PARTS = /^nats:\/\/(?:([^@/?#]*)@)?([^@/?#]+)\/([^?#]+?)\/?(?:\?([^#]*))?$/i
const FILES = ['creds', 'nkey'] as const
const TLS_FILES = ['ca', 'cert', 'key'] as const
const KNOWN: readonly string[] = ['role', 'tls', ...FILES, ...TLS_FILES]

/**
 * Reads the URL of an instrument behind a hub: one server or several of a cluster (`a:4222,b:4222`), with a user and a
 * password or a token before them; the prefix of the hub, whose parts may have slashes for dots, and the name of the
 * instrument; and after a `?` the role (`full`, the default, or `read`) and the paths of files: `creds`, `nkey`, `ca`, `cert`, `key`.
 *
 * @throws {TypeError} that names what is wrong
 */
export function target(url: string): Target {
  const [, login, hosts = '', path = '', query = ''] = PARTS.exec(url) ?? []
  if (path === '') throw new TypeError(`url: expected ${FORM}, got "${shown(url)}"`)
  const tokens = path.split('/')
  const name = tokens.pop() ?? ''
  const prefix = tokens.join('.') || DEFAULT_PREFIX
  prefixRule(prefix, 'url: prefix')
  if (!/^[\w-]+$/.test(name))
    throw new TypeError(`url: instrument: expected letters, digits, "_" and "-", got "${name}"`)
  const asked = parameters(query)
  const where = { servers: hosts.split(',').map((host) => `nats://${host}`), ...loginOf(login), ...files(asked) }
  natsRule(where, 'url')
  return { where, prefix, name, role: role(asked.get('role')) }
}

/** Who logs in, is no one's business who reads an error. */
export function shown(url: string): string {
  return url.replace(/^(nats:\/\/)[^@/?#]*@/i, '$1***@')
}

function parameters(query: string): URLSearchParams {
  const asked = new URLSearchParams(query)
  for (const key of asked.keys()) {
    if (!KNOWN.includes(key)) throw new TypeError(`url: unknown parameter "${key}" (known: ${KNOWN.join(', ')})`)
  }
  return asked
}

function role(asked: string | null): Role {
  if (asked === null || asked === 'full') return 'full'
  if (asked === 'read') return 'read'
  throw new TypeError(`url: role: expected full or read, got "${asked}"`)
}

function loginOf(login: string | undefined): Pick<NatsServers, 'user' | 'password' | 'token'> {
  if (login === undefined) return {}
  const [first = '', second] = login.split(':', 2).map(decoded)
  return second === undefined ? { token: first } : { user: first, password: second }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new TypeError('url: the user or the password is malformed: write % as %25')
  }
}

function files(asked: URLSearchParams): Pick<NatsServers, 'creds' | 'nkey' | 'tls'> {
  const chosen = (names: readonly string[]) =>
    Object.fromEntries(names.flatMap((name) => (asked.has(name) ? [[name, asked.get(name) ?? '']] : [])))
  const tls = chosen(TLS_FILES)
  const wanted = asked.get('tls')
  if (wanted !== null && wanted !== 'true') throw new TypeError(`url: tls: expected true, got "${wanted}"`)
  return { ...chosen(FILES), ...((wanted !== null || Object.keys(tls).length > 0) && { tls }) }
}

/** Where it is, for a driver: what is shown of it has no password. */
export function addressOf(url: string): Address {
  const { prefix, name } = target(url)
  return { host: `${prefix}.${name}`, port: 0, tls: false, url: shown(url) }
}
