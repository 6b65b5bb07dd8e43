/** Where façades listen, and what those who come there may do. */
import { createHash, timingSafeEqual } from 'node:crypto'
import { isIP } from 'node:net'
import { resolve } from 'node:path'
import type { TlsOptions } from 'node:tls'
import type { Role } from './roles.ts'
import { contentOf, type Secret, secretOf } from './secret.ts'

/** Who has this token is this client. */
export interface TokenSettings {
  readonly token: Secret
  /** As `++who` and the audit log have it. */
  readonly name: string
  /** Default `'full'`. */
  readonly role?: Role | undefined
}

/** Names of files, in PEM. */
export interface TlsSettings {
  readonly cert: string
  readonly key: string
  /** Clients must have a certificate of this authority; its common name is theirs. Default: they need none. */
  readonly ca?: string | undefined
}

/** A façade. */
export interface ListenSettings {
  /** `127.0.0.1:7001`, `[::1]:7001`, `unix:run/psu1.sock`. */
  readonly at: string | number
  /** What its clients may do. Default `'full'`; where there are tokens, nothing without one. */
  readonly role?: Role | undefined
  readonly tokens?: readonly TokenSettings[] | undefined
  readonly tls?: TlsSettings | undefined
  /** Other hosts may come without TLS: whoever reaches the port reads and writes. Default false. */
  readonly insecure?: boolean | undefined
}

/** What to listen on. */
export type Place = { readonly path: string; readonly given: string } | { readonly host: string; readonly port: number }

/** A façade, with all that it needs at hand. */
export interface Listen {
  readonly place: Place
  readonly tls: TlsOptions | undefined
  readonly role: Role
  /** Nothing without a token. */
  readonly locked: boolean
  readonly authenticate: (token: string) => { readonly name: string; readonly role: Role } | undefined
}

/**
 * Reads what a façade is set to; names of files are relative to `folder`.
 *
 * @throws {TypeError | RangeError | Error} that begins with `path`
 */
export function listen(settings: string | number | ListenSettings, path: string, folder: string): Listen {
  const { at, role, tokens = [], tls, insecure = false } = typeof settings === 'object' ? settings : { at: settings }
  const place = placeOf(at, path, folder)
  if (!('path' in place) && !isLoopback(place.host) && tls === undefined && !insecure) {
    throw new TypeError(
      `${path}: ${at} is open to other hosts: give it tls: { cert, key }, or say insecure: true where the network is yours alone`,
    )
  }
  return {
    place,
    tls: tls === undefined ? undefined : secure(tls, path, folder),
    role: role ?? 'full',
    locked: tokens.length > 0 && role === undefined,
    authenticate: knownBy(tokens, path, folder),
  }
}

/** As it is written. */
export function formatPlace(place: Place): string {
  if ('path' in place) return place.given
  return `${isIP(place.host) === 6 ? `[${place.host}]` : place.host}:${place.port}`
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
}

/** `127.0.0.1:7001`, a port of loopback, or the path of a Unix socket. */
export function placeOf(at: string | number, path: string, folder: string): Place {
  const text = String(at)
  if (text.startsWith('unix:')) {
    const name = text.slice('unix:'.length)
    if (name === '') throw new TypeError(`${path}: expected the path of a socket behind "unix:"`)
    return { path: resolve(folder, name), given: text }
  }
  const [, six, plain, digits] = /^(?:(?:\[([^\]]+)\]|([^:[\]]+)):)?(\d+)$/.exec(text) ?? []
  const port = Number(digits)
  if (digits === undefined || (six !== undefined && isIP(six.replace(/%.*/, '')) !== 6)) {
    throw new TypeError(`${path}: expected host:port or unix:path, got ${JSON.stringify(at)}`)
  }
  if (port > 65_535) throw new RangeError(`${path}: expected a port from 0 to 65535, got ${port}`)
  return { host: six ?? plain ?? '127.0.0.1', port }
}

function secure({ cert, key, ca }: TlsSettings, path: string, folder: string): TlsOptions {
  const file = (name: string, of: string) => contentOf(resolve(folder, name), `${path}.tls.${of}`)
  const own = { cert: file(cert, 'cert'), key: file(key, 'key') }
  return ca === undefined ? own : { ...own, ca: file(ca, 'ca'), requestCert: true, rejectUnauthorized: true }
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Tokens are kept and compared as digests, in a time that tells nothing. */
function knownBy(tokens: readonly TokenSettings[], path: string, folder: string): Listen['authenticate'] {
  const known = tokens.map(({ token, name, role = 'full' }, i) => {
    const secret = secretOf(token, `${path}.tokens[${i}].token`, folder)
    if (/\s/.test(secret)) throw new TypeError(`${path}.tokens[${i}].token: expected a token without blanks`)
    return { digest: digest(secret), who: { name, role } }
  })
  return (token) => {
    const given = digest(token)
    return known.filter((each) => timingSafeEqual(each.digest, given))[0]?.who
  }
}
