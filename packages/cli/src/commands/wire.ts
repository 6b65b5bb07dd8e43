/** `sockio wire`: a proxy between any client and an instrument that prints what passes. */
import { once } from 'node:events'
import { parseAddress } from '@sockio/core'
import { type Command, Option } from 'commander'
import { integer, port } from '../arguments.ts'
import { print } from '../console.ts'
import { withExamples } from '../examples.ts'
import { CommandError, messageOf } from '../failure.ts'
import { checked, fullUrl, linkCommand, needsPort, tlsOptions, withTls } from '../link.ts'
import { Relay } from '../relay.ts'
import { WireLog } from '../wire-log.ts'

interface WireOptions {
  readonly host: string
  readonly port: number
  readonly hex?: true
  readonly most: number
  readonly ca?: string
  readonly insecure?: true
}

export function wireCommand(signal: AbortSignal): Command {
  const command = linkCommand('wire')
    .summary('print what passes between a client and an instrument')
    .description(
      'Listens for clients, connects each to the instrument, and prints what passes, with the time of the day and the ' +
        'ms since what came before. The bytes are passed on as they are; the instrument may speak TLS, the clients ' +
        'need not. Ctrl-C ends it.',
    )
    .option('--host <address>', 'where to listen', '127.0.0.1')
    .addOption(new Option('-p, --port <n>', 'where to listen; 0: any that is free').argParser(port).default(0))
    .option('-x, --hex', 'print bytes in hexadecimal')
    .addOption(
      new Option('--most <n>', 'of what comes at once, print so many bytes').argParser(integer(1)).default(1024),
    )
    .action((url: string, options: WireOptions) => wire(url, options, signal))
  return withExamples(withTls(command), [
    ['what does that program say to my oscilloscope?', 'sockio wire scope.lab:5025 --port 5025'],
    ['then let it connect to this machine:', "sockio query localhost:5025 '*IDN?'"],
    ['bytes, and into a file', 'sockio wire scope.lab:5025 --hex > wire.txt'],
  ])
}

async function wire(url: string, options: WireOptions, signal: AbortSignal): Promise<void> {
  const tls = tlsOptions(url, options)
  needsPort(
    url,
    'wire passes on what is said over TCP and TLS; sockio record passes on, and writes down, what is said there',
  )
  const to = checked(() => parseAddress(url))
  const log = new WireLog(options.hex === true, options.most)
  await using relay = new Relay(to, typeof tls === 'object' ? tls : {}, log)
  const port = await relay.listen(options.host, options.port).catch((error: unknown) => {
    throw new CommandError(messageOf(error))
  })
  const host = options.host.includes(':') ? `[${options.host}]` : options.host
  await print(`listening on tcp://${host}:${port} for ${fullUrl(url)}\n`)
  if (!signal.aborted) await once(signal, 'abort')
}
