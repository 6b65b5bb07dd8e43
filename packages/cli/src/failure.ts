/** How a command fails: one line on stderr, and an exit code that a script can use. */
import { styleText } from 'node:util'
import { SockioError } from '@sockio/aio'
import { Hints } from './hints.ts'
import { safe } from './readable.ts'

/** The exit codes of every command; those of signals are 128 and the signal's number, as shells have it. */
export const exitCodes = { done: 0, failed: 1, usage: 2, unreachable: 3, timeout: 4, lost: 5, options: 6 } as const
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** A failure that a command itself finds. */
export class CommandError extends Error {
  readonly exitCode: ExitCode

  constructor(message: string, exitCode: ExitCode = exitCodes.failed, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.exitCode = exitCode
  }
}

/** The user, or the system, has ended the command by a signal before it was done. */
export class Interrupted extends Error {
  readonly exitCode: number
  /** The signal; absent where nobody reads the output any more. */
  readonly signal: NodeJS.Signals | undefined

  constructor(exitCode: number, signal?: NodeJS.Signals) {
    super('interrupted')
    this.exitCode = exitCode
    this.signal = signal
  }
}

/** All is said: what is left is an exit code. */
export class Told extends Error {
  readonly exitCode: ExitCode

  constructor(exitCode: ExitCode) {
    super('told')
    this.exitCode = exitCode
  }
}

export function exitCodeOf(error: unknown): number {
  if (error instanceof CommandError || error instanceof Interrupted || error instanceof Told) return error.exitCode
  if (!(error instanceof SockioError)) return exitCodes.failed
  switch (error.code) {
    case 'SOCKIO_CONNECT':
    case 'SOCKIO_CONNECT_TIMEOUT':
      return exitCodes.unreachable
    case 'SOCKIO_TIMEOUT':
      return error.phase === 'connecting' ? exitCodes.unreachable : exitCodes.timeout
    case 'SOCKIO_CONNECTION_LOST':
    case 'SOCKIO_CONNECTION_EOF':
    case 'SOCKIO_LIMIT_OVERRUN':
      return exitCodes.lost
    case 'SOCKIO_INIT':
      return exitCodeOf(error.cause)
    default:
      return exitCodes.failed
  }
}

/** What to try, in the words of the command line, by the code of the system's error. */
const CURES: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'try --ca FILE with its certificate, or --insecure',
  SELF_SIGNED_CERT_IN_CHAIN: 'try --ca FILE with the certificate of its authority, or --insecure',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'try --ca FILE with the certificate of its authority, or --insecure',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'try --ca FILE with the certificate of its authority, or --insecure',
  ERR_TLS_CERT_ALTNAME_INVALID: 'is that the name in its certificate?',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS: try tcp://',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'it does not speak TLS: try tcp://',
  EADDRINUSE: 'the port is in use: another one, or 0 for any that is free, goes with --port',
  EADDRNOTAVAIL: 'that is no address of this machine',
  EACCES: 'permission denied',
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

/** What Node adds to a message, and the library, in the words of a program; there is a cure of our own. */
const NODES_ADVICE = /; if the root CA is installed locally, try running Node\.js with --use-system-ca/
const LIBRARYS_ADVICE = / \((?:[^()]*tls: \{[^()]*|does it speak TLS on that port\?)\)/

const EOL_NAMES: Readonly<Record<string, string>> = { '\\r': 'cr', '\\n': 'lf' }

/** The message of an error, in one line. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return safe(String(error))
  const cure = CURES[codeOf(error) ?? ''] ?? CURES[codeOf(error.cause) ?? '']
  const message = error.message
    .trim()
    .replace(NODES_ADVICE, '')
    .replace(cure === undefined ? '' : LIBRARYS_ADVICE, '')
    .replace(/\s*\n\s*/g, '; ')
    .replace(/try eol: '(.*?)'/, (_, eol: string) => `try --eol ${EOL_NAMES[eol] ?? `'${eol}'`}`)
  // An error that was made of another's message has said it; that is its cause.
  return safe(cure === undefined || message.includes(cure) ? message : `${message} (${cure})`)
}

/** Tells of a failure on stderr; `SOCKIO_DEBUG` adds where it came from. What `hints` knows is not said again. */
export function complain(error: unknown, hints = new Hints()): void {
  const name = styleText('red', 'sockio:', { stream: process.stderr })
  process.stderr.write(`${name} ${hints.once(messageOf(error))}\n`)
  if (process.env.SOCKIO_DEBUG) process.stderr.write(`${safe(String(error instanceof Error && error.stack))}\n`)
}
