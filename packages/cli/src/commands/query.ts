/** `sockio query`: sends commands, prints the replies. */
import { createInterface } from 'node:readline'
import { SockioError, type TCP } from '@sockio/aio'
import { type Command, Option } from 'commander'
import { integer } from '../arguments.ts'
import { note, print } from '../console.ts'
import { withExamples } from '../examples.ts'
import { CommandError, exitCodes, messageOf } from '../failure.ts'
import { asks, type LinkOptions, link, linkCommand, terminated, withLink } from '../link.ts'
import { asJson, type Reply, replyOf, shown, stray } from '../reply.ts'

interface QueryOptions extends LinkOptions {
  readonly json?: true
  readonly raw?: true
  readonly lines: number
  readonly reply: 'auto' | 'always' | 'never'
}

export function queryCommand(signal: AbortSignal): Command {
  const command = linkCommand('query')
    .summary('send commands and print the replies')
    .description(
      'Sends commands one after the other, each when the one before is answered, and prints a line for each reply. ' +
        'Without commands, reads them from stdin, one a line.',
    )
    .argument('[command...]', "what to send: '*IDN?'")
    .addOption(
      new Option('-r, --reply <when>', 'which commands have a reply; auto: those with a question mark')
        .choices(['auto', 'always', 'never'])
        .default('auto'),
    )
    .addOption(new Option('-n, --lines <n>', 'lines of each reply').argParser(integer(1)).default(1))
    .addOption(new Option('--json', 'print a JSON object a line').conflicts('raw'))
    .option('--raw', 'print the bytes of the replies as they come, of blocks their payload')
    .action((url: string, commands: readonly string[], options: QueryOptions) => query(url, commands, options, signal))
  return withExamples(withLink(command), [
    ['who are you?', "sockio query scope.lab:5025 '*IDN?'"],
    [
      'set, then ask, over TLS, for at most 500 ms each',
      "sockio query tls://scope.lab:5026 'CHAN1:SCAL 0.5' 'CHAN1:SCAL?' -t 500ms",
    ],
    ['keep a waveform', "sockio query scope.lab:5025 'WAV:DATA?' --raw > wave.bin"],
    ['commands from a file, replies as JSON', 'sockio query scope.lab:5025 --json < commands.txt'],
    [
      'an instrument without question marks that ends its lines with CR',
      "sockio query meter.lab:4001 'READ' --reply always --eol cr",
    ],
  ])
}

/** The commands given, or those that come by stdin. */
async function* commandsOf(given: readonly string[], signal: AbortSignal): AsyncGenerator<string> {
  if (given.length > 0) yield* given
  else if (process.stdin.isTTY) throw new CommandError('what shall be asked? (a command is missing)', exitCodes.usage)
  else for await (const line of createInterface({ input: process.stdin, signal })) if (line.trim() !== '') yield line
  signal.throwIfAborted()
}

async function query(url: string, given: readonly string[], options: QueryOptions, signal: AbortSignal): Promise<void> {
  const { eol, encoding } = options
  await using sock = link(url, options, {
    onStray: (bytes) => note(`unasked: ${stray(bytes, eol, encoding)}`),
  })
  let asked = false
  for await (const command of commandsOf(given, signal)) {
    const replies = options.reply === 'always' || (options.reply === 'auto' && asks(command))
    asked ||= replies || options.reply === 'never'
    const began = performance.now()
    try {
      const reply = await exchange(sock, command, replies ? options.lines : 0, options, signal)
      if (options.json) await print(jsonLine(command, reply, performance.now() - began, options))
      else for (const each of reply) await print(options.raw ? each.bytes : `${shown(each, options.encoding)}\n`)
    } catch (error) {
      if (options.json && error instanceof SockioError && !signal.aborted) await print(jsonError(command, error))
      throw error
    }
  }
  if (!asked && process.stderr.isTTY) note('nothing was read, for no command has a question mark: see --reply always')
}

async function exchange(
  sock: TCP,
  command: string,
  lines: number,
  options: QueryOptions,
  signal: AbortSignal,
): Promise<Reply[]> {
  const request = terminated(command, options)
  if (lines === 0) {
    await sock.write(request, { signal })
    return []
  }
  const frames = await sock.writeReadLines(request, lines, { signal, blocks: true })
  return frames.map((frame) => replyOf(frame, options.eol, options.encoding))
}

function jsonLine(command: string, replies: readonly Reply[], ms: number, { encoding }: QueryOptions): string {
  const fields = replies.map((reply) => asJson(reply, encoding))
  const own = fields.length > 1 ? { replies: fields } : fields[0]
  return `${JSON.stringify({ command, ...own, ms: Math.round(ms * 1000) / 1000 })}\n`
}

function jsonError(command: string, error: SockioError): string {
  return `${JSON.stringify({ command, error: { code: error.code, message: messageOf(error) } })}\n`
}
