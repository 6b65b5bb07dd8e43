/** Why a connection could not be made or was lost, with the likeliest cure. */
import { oneLine, printable } from './printable.ts'
import { inWords, isError } from './realm.ts'

const NOTHING = new Uint8Array(0)

/** The peer has closed its side. */
export class HangUp extends Error {
  readonly code = 'EOF'

  /** `said`: what it had said to whom it would not hear. */
  constructor(said: Uint8Array = NOTHING) {
    super(`the peer closed the connection${said.length === 0 ? '' : `, and had said ${printable(said)}`}`)
  }
}

const CERTIFICATE = 'is it whom it should be? Then give its certificate, or what signed that: tls: { ca }'
const OURS = 'it wants another certificate of this program: tls: { cert, key }'

const CURES: Readonly<Record<string, string>> = {
  'bind EADDRNOTAVAIL': 'no adapter of this host has that address: is localAddress right, and the adapter up?',
  'connect EINVAL /': 'the path of a socket has 107 bytes at most',
  'connect EINVAL': 'an address that begins with fe80 needs its adapter: fe80::1%eth0',
  ECONNREFUSED: 'nothing listens on that port: is the instrument on, and the port right?',
  ENOTFOUND: 'the name is unknown: is it spelt right?',
  EAI_AGAIN: 'the name could not be looked up: is the name server reachable?',
  EHOSTUNREACH: 'no way to that host: is the cable in?',
  ENETUNREACH: 'no way to that network',
  'connect ENOENT': 'there is no such socket: does the program run that listens on it?',
  'connect EACCES': 'that socket is not for this user: whose is it?',
  EMFILE: 'this program has too many files and sockets open: are those closed that it has done with?',
  'connect EADDRNOTAVAIL': 'this host has no port left to call from: are connections made and closed all the time?',
  ETIMEDOUT: 'no answer from that host: is it on, and is a firewall in between?',
  DEPTH_ZERO_SELF_SIGNED_CERT: CERTIFICATE,
  SELF_SIGNED_CERT_IN_CHAIN: CERTIFICATE,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: CERTIFICATE,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: CERTIFICATE,
  ERR_TLS_CERT_ALTNAME_INVALID: 'call it by a name that its certificate has, or say which that is: tls: { servername }',
  ERR_SSL_WRONG_VERSION_NUMBER: 'does it speak TLS on that port?',
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: OURS,
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: OURS,
}

/** Where a socket of Node is that was never made. */
const NOWHERE = ' - Local (undefined:undefined)'

/** How the end of a connection looks when the peer wanted it; without a byte before, it was not meant for us. */
const HUNG_UP: readonly string[] = ['EOF', 'ECONNRESET', 'EPIPE']
const ONE_CLIENT = 'it accepts and hangs up: does it take one client at a time?'

function codeOf(cause: unknown): string | undefined {
  return isError(cause) && 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined
}

/** Says it in one line. `heard`: has the connection ever given a byte? */
export function reason(cause: unknown, heard: boolean): string {
  if (!isError(cause)) return oneLine(inWords(cause))
  // Of a name with several addresses: each says why it can't be reached, and what cures all of them is said once.
  if ('errors' in cause && Array.isArray(cause.errors)) {
    const [first = '', ...others] = cause.errors.map((each) => reason(each, heard))
    const cured = /( \([^)]*\))?$/.exec(first)?.[0] ?? ''
    if (!others.every((other) => other.endsWith(cured))) return [first, ...others].join('; ')
    return [first, ...others].map((each) => each.slice(0, each.length - cured.length)).join('; ') + cured
  }
  const said = oneLine(inWords(cause)).replace(NOWHERE, '')
  return `${said || codeOf(cause) || cause.name}${cure(cause, heard)}`
}

/** The cure in parentheses; nothing where none is known. */
export function cure(cause: unknown, heard: boolean): string {
  const code = codeOf(cause)
  if (code === undefined || !isError(cause)) return ''
  const call = 'syscall' in cause ? String(cause.syscall) : ''
  const path = 'address' in cause && String(cause.address).startsWith('/') ? ' /' : ''
  const hungUp = HUNG_UP.includes(code) && !heard
  const known = hungUp ? ONE_CLIENT : (CURES[`${call} ${code}${path}`] ?? CURES[`${call} ${code}`] ?? CURES[code])
  return known === undefined ? '' : ` (${known})`
}
