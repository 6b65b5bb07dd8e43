/** The section `nats` of a hub's configuration: where NATS is, who connects, and how hubs share. */
import { fields, number, type Rule, show } from '@sockio/core'
import type { Secret } from '../secret.ts'

/** How NATS knows who connects: one of these, or none where the server lets everybody in. */
export interface NatsLogin {
  readonly user?: string | undefined
  readonly password?: Secret | undefined
  readonly token?: Secret | undefined
  /** Path of a file with credentials (`.creds`), as `nsc` makes them. */
  readonly creds?: string | undefined
  /** Path of a file with the seed of an nkey. */
  readonly nkey?: string | undefined
}

/** Files of TLS, by their paths. Without `ca`, the certificates of the system are believed. */
export interface NatsTls {
  readonly ca?: string | undefined
  readonly cert?: string | undefined
  readonly key?: string | undefined
}

/** Where the servers are, and who connects. */
export interface NatsServers extends NatsLogin {
  /** `nats://127.0.0.1:4222`, or several of one cluster. */
  readonly servers: string | readonly string[]
  /** True, or files: connects with TLS or not at all. Default: what the server wants. */
  readonly tls?: boolean | NatsTls | undefined
}

/** How a hub shares its instruments over NATS. */
export interface NatsSettings extends NatsServers {
  /** What the subjects begin with: letters, digits, `_` and `-`, in parts with dots between. Default `sockio`. */
  readonly prefix?: string | undefined
  /** How long a hub that dies still owns its instruments, in ms; the same for all hubs of a prefix. Default 5000. */
  readonly ttl?: number | undefined
  /** Servers of a cluster that remember who owns what: 1, 3 or 5. Default: 3 in a cluster, 1 without. */
  readonly replicas?: number | undefined
}

export const DEFAULT_PREFIX = 'sockio'
export const DEFAULT_TTL = 5000

const text: Rule = (value, name) => {
  if (typeof value !== 'string') throw new TypeError(`${name}: expected a text, got ${show(value)}`)
  if (value === '') throw new RangeError(`${name}: it is empty`)
}

const place = fields({ file: text, env: text }, 'key')
const secret: Rule = (value, name) => (typeof value === 'string' ? text(value, name) : place(value, name))

const SERVER = /^(?:(?:nats|tls):\/\/)?(?:\[[\da-f:.]+\]|[\w.-]+)(?::\d{1,5})?$/i
const server: Rule = (value, name) => {
  text(value, name)
  if (typeof value !== 'string' || SERVER.test(value)) return
  const hint = value.includes('@') ? ' (give the user and the password by keys of their own)' : ''
  const hidden = value.replace(/\/\/.*@/, '//***@')
  throw new TypeError(`${name}: expected nats://host:port, got ${show(hidden)}${hint}`)
}
const servers: Rule = (value, name) => {
  if (!Array.isArray(value)) return server(value, name)
  if (value.length === 0) throw new RangeError(`${name}: there is none`)
  for (const [i, each] of value.entries()) server(each, `${name}[${i}]`)
}

const TOKENS = /^[\w-]+(?:\.[\w-]+)*$/
/** The rule of a prefix of subjects. */
export const prefixRule: Rule = (value, name) => {
  text(value, name)
  if (typeof value === 'string' && !TOKENS.test(value)) {
    throw new TypeError(`${name}: expected letters, digits, _ and -, in parts with dots between, got ${show(value)}`)
  }
}

const files = fields({ ca: text, cert: text, key: text }, 'key')
const tls: Rule = (value, name) => (typeof value === 'boolean' ? undefined : files(value, name))

const odd: Rule = (value, name) => {
  if (value !== 1 && value !== 3 && value !== 5) throw new RangeError(`${name}: expected 1, 3 or 5, got ${show(value)}`)
}

const login = { user: text, password: secret, token: secret, creds: text, nkey: text, tls }
const HOUR = 3_600_000
const known = fields(
  { servers, prefix: prefixRule, ttl: number(1000, HOUR, true, ' of milliseconds'), replicas: odd, ...login },
  'key',
)

/** The rule of what says where NATS is, and more. */
export const natsRule: Rule = (value, name) => {
  try {
    known(value, name)
  } catch (error) {
    if (!(error instanceof Error) || !error.message.startsWith('unknown')) throw error
    throw new TypeError(`${name}: ${error.message}`)
  }
  const { servers: where, user, password, token, creds, nkey } = value as NatsSettings
  if (where === undefined) throw new TypeError(`${name}: the key "servers" is needed`)
  const ways = [user, token, creds, nkey].filter((each) => each !== undefined)
  if (ways.length > 1) throw new TypeError(`${name}: expected one of user, token, creds and nkey, got ${ways.length}`)
  if ((user === undefined) !== (password === undefined)) {
    throw new TypeError(`${name}: user and password go together`)
  }
}

/**
 * Checks them, before any I/O.
 *
 * @throws {TypeError | RangeError} that names the wrong or unknown key
 */
export function checkNatsSettings(value: unknown): asserts value is NatsSettings {
  natsRule(value, 'nats')
}
