/** The connection to an instrument that every command makes, and the options that say how. */
import { existsSync, readFileSync } from 'node:fs'
import { type Options, type Session, socketForUrl, type TCP } from '@sockio/aio'
import { type Encoding, formatAddress } from '@sockio/core'
import { recorder } from '@sockio/recorder'
import { Command, Option } from 'commander'
import { eol, integer, limit } from './arguments.ts'
import { CommandError, exitCodes, messageOf } from './failure.ts'
import { safe } from './readable.ts'

/** What the command line says of a connection. */
export interface LinkOptions {
  readonly timeout: number
  /** Absent: LF, or CR LF in replies. */
  readonly eol?: string
  readonly writeEol?: string
  readonly encoding: Encoding
  readonly banner: number
  readonly ca?: string
  readonly insecure?: true
  readonly record?: string
}

/** A command whose first argument is where the instrument is. */
export function linkCommand(name: string): Command {
  const forms =
    'host, host:port, tcp://, tls://, unix:// or nats:// URL, or TCPIP0::host::port::SOCKET; port 5025 by habit'
  return new Command(name).argument('<url>', forms)
}

/** Adds the options of a connection, behind the command's own. */
export function withLink(command: Command): Command {
  const connection = command
    .optionsGroup('Connection:')
    .addOption(
      new Option('-t, --timeout <time>', 'longest wait for a reply, connecting included; or none')
        .argParser(limit)
        .default(5000, '5s'),
    )
    .addOption(
      new Option('-e, --eol <eol>', 'end of line: lf, crlf, cr, or text (default: lf, and crlf in replies)').argParser(
        eol,
      ),
    )
    .addOption(new Option('--write-eol <eol>', 'end of line of what is sent, where it differs').argParser(eol))
    .addOption(new Option('--encoding <name>', 'of text').choices(['utf8', 'latin1', 'ascii']).default('utf8'))
    .addOption(
      new Option('--banner <n>', 'lines said upon connecting, to be left out').argParser(integer(0)).default(0),
    )
  return withRecording(withTls(connection))
}

/** Adds the option that has its connections recorded. */
export function withRecording(command: Command): Command {
  return command.option(
    '--record <file>',
    'write down all that happens to this new file, for sockio explain and sockio sim',
  )
}

/** The options that have a connection recorded. */
export function recording(file: string | undefined): Options {
  if (file === undefined) return {}
  try {
    return recorder(file)
  } catch (error) {
    throw new CommandError(`--record: ${messageOf(error)}`, exitCodes.usage, error)
  }
}

/** A recording is never written over; the recorder itself would take another name, and nobody would look there. */
export function checkRecording(file: string | undefined): void {
  if (file !== undefined && existsSync(file)) throw new CommandError(`--record: ${file} exists`, exitCodes.usage)
}

/** Adds the options of TLS. */
export function withTls(command: Command): Command {
  return command
    .option('--ca <file>', 'certificate to trust, for tls://')
    .option('--insecure', 'trust any certificate, for tls://')
}

/** The instrument's URL in full, to be shown: a host alone has the port of habit, and a password is not shown. */
export function fullUrl(url: string): string {
  return checked(() => formatAddress(socketForUrl(url).address))
}

const SCHEME = /^(nats|unix):\/\//i

/** Makes `nats://` one of the URLs, where one of these is such a one: nobody else loads what that takes. */
export async function learnSchemes(urls: readonly unknown[]): Promise<void> {
  if (urls.some((url) => typeof url === 'string' && /^nats:/i.test(url))) await import('@sockio/hub/nats')
}

/**
 * Refuses what is reached by no port of TCP, for a command that needs one.
 *
 * @param why what it does there, and what to do instead
 */
export function needsPort(url: string, why: string): void {
  const [scheme] = SCHEME.exec(url) ?? []
  if (scheme !== undefined) throw new CommandError(`${scheme} has no port: ${why}`, exitCodes.usage)
}

/** Runs what a wrong argument makes throw a TypeError or RangeError: that is a usage error. */
export function checked<T>(make: () => T): T {
  try {
    return make()
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof RangeError)) throw error
    throw new CommandError(messageOf(error), exitCodes.usage, error)
  }
}

/** The options of TLS, for a URL that asks for it. */
export function tlsOptions(url: string, { ca, insecure }: Pick<LinkOptions, 'ca' | 'insecure'>): Options['tls'] {
  if (ca === undefined && insecure === undefined) return undefined
  if (!/^tls:/i.test(url)) throw new CommandError('--ca and --insecure go with tls://host:port', exitCodes.usage)
  return { ...(ca !== undefined && { ca: readCa(ca) }), ...(insecure && { rejectUnauthorized: false }) }
}

function readCa(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (error) {
    throw new CommandError(`--ca: ${messageOf(error)}`, exitCodes.usage, error)
  }
}

/** What is done on every connection: the banner is read, and then what the command itself wants is sent. */
function hook({ banner }: LinkOptions, commands: Options['onConnectionMade']): Options {
  if (banner === 0 && commands === undefined) return {}
  return {
    async onConnectionMade(session) {
      await session.readLines(banner)
      await commands?.(session)
    },
  }
}

/** A connection to the instrument at `url`; nothing is opened yet. */
export function link(url: string, options: LinkOptions, more: Options = {}): TCP {
  const tls = tlsOptions(url, options)
  return checked(() =>
    socketForUrl(url, {
      eol: options.eol,
      writeEol: options.writeEol,
      encoding: options.encoding,
      timeout: options.timeout,
      ...(tls !== undefined && { tls }),
      ...more,
      ...recording(options.record),
      ...hook(options, more.onConnectionMade),
    }),
  )
}

/**
 * A command with its end of line.
 *
 * @throws {CommandError} for one with an end of line within: it would be two, and the second would get the reply to come
 */
export function terminated(command: string, { eol = '\n', writeEol = eol }: LinkOptions): string {
  const text = command.endsWith(writeEol) ? command.slice(0, -writeEol.length) : command
  if (text.includes(writeEol) || /[\r\n][^\r\n]/.test(text)) {
    throw new CommandError(`"${safe(command)}": an end of line within makes two commands of it`, exitCodes.usage)
  }
  return text + writeEol
}

/** Does SCPI have a reply to it? Its queries, and only they, have a question mark (outside of quotes). */
export function asks(command: string): boolean {
  return command.replace(/"[^"]*"|'[^']*'/g, '').includes('?')
}

/** Sends commands one by one; the replies to those that ask are read, and forgotten. */
export async function send(session: Session, commands: readonly string[], options: LinkOptions): Promise<void> {
  for (const command of commands) {
    const request = terminated(command, options)
    if (asks(command)) await session.writeReadLine(request, { blocks: true })
    else await session.write(request)
  }
}

/** The delays of a connection that failed before it was ever there: none, for the URL is the likeliest mistake. */
export function patientOnceConnected(connected: () => boolean): NonNullable<Options['reconnect']> {
  return (attempt) => (connected() ? Math.min(100 * 2 ** attempt, 5000) : false)
}
