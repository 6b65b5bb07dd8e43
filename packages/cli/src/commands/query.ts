/** `sockio query`: sends commands, prints the replies. */
import { createInterface } from 'node:readline'
import { SockioError, type TCP } from '@sockio/aio'
import { type Command, Option } from 'commander'
import { integer } from '../arguments.ts'
import { note } from '../console.ts'
import { withExamples } from '../examples.ts'
import { CommandError, exitCodes, messageOf } from '../failure.ts'
import { type FormatOptions, wantsJson, withFormat } from '../formats.ts'
import { asks, type LinkOptions, link, linkCommand, terminated, withLink } from '../link.ts'
import { isPlain, jsonLine } from '../readable.ts'
import { asJson, type Reply, replyOf, shown, stray } from '../reply.ts'
import { commandsIn } from '../script.ts'
import { checkSink, openSink, type Sink } from '../sink.ts'

interface QueryOptions extends LinkOptions, FormatOptions {
  readonly raw?: true
  readonly output?: string
  readonly append?: true
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
    .addOption(
      new Option('--raw', 'the bytes of the replies as they come, of blocks their payload').conflicts([
        'format',
        'json',
      ]),
    )
    .option('-o, --output <file>', 'write the replies to this new file')
    .option('--append', 'the file may exist, and is added to')
    .action((url: string, commands: readonly string[], options: QueryOptions) => query(url, commands, options, signal))
  return withExamples(withLink(withFormat(command, ['text', 'json'])), [
    ['who are you?', "sockio query scope.lab:5025 '*IDN?'"],
    [
      'set, then ask, over TLS, for at most 500 ms each',
      "sockio query tls://scope.lab:5026 'CHAN1:SCAL 0.5' 'CHAN1:SCAL?' -t 500ms",
    ],
    ['keep a waveform', "sockio query scope.lab:5025 'WAV:DATA?' --raw -o wave.bin"],
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
  else yield* commandsIn(createInterface({ input: process.stdin, signal }))
  signal.throwIfAborted()
}

async function query(url: string, given: readonly string[], options: QueryOptions, signal: AbortSignal): Promise<void> {
  const { eol, encoding, output } = options
  const inJson = wantsJson(options)
  for (const command of given) terminated(command, options) // a wrong one is found before anything is sent
  await checkSink(output, options.append === true)
  await using sock = link(url, options, {
    onStray: (bytes) => note(`unasked: ${stray(bytes, eol, encoding)}`),
  })
  // Opened by the first reply: a failure leaves no empty file.
  let sink: Promise<Sink> | undefined
  await using _end = { [Symbol.asyncDispose]: async () => (await sink)?.[Symbol.asyncDispose]() }
  const write = async (data: string | Uint8Array) => {
    sink ??= openSink(output, options.append === true)
    await (await sink).write(data)
  }
  let asked = false
  for await (const command of commandsOf(given, signal)) {
    const replies = options.reply === 'always' || (options.reply === 'auto' && asks(command))
    asked ||= replies || options.reply === 'never'
    const began = performance.now()
    try {
      const reply = await exchange(sock, command, replies ? options.lines : 0, options, signal)
      const took = performance.now() - began
      if (inJson) await write(jsonReply(command, reply, took, options))
      else if (!options.raw) for (const each of reply) await write(`${shown(each, encoding)}\n`)
      else for (const { bytes } of reply) if (mayPass(bytes, options)) await write(bytes)
    } catch (error) {
      if (inJson && error instanceof SockioError && !signal.aborted) await write(jsonError(command, error))
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

/** Bytes that would steer a terminal don't go to one. */
function mayPass(bytes: Buffer, { output, encoding }: QueryOptions): boolean {
  if (output !== undefined || !process.stdout.isTTY || isPlain(bytes, encoding)) return true
  note(`${bytes.length.toLocaleString('en')} bytes of binary data, not for a terminal: -o FILE, or a pipe, takes them`)
  return false
}

function jsonReply(command: string, replies: readonly Reply[], ms: number, { encoding }: QueryOptions): string {
  const fields = replies.map((reply) => asJson(reply, encoding))
  const own = fields.length > 1 ? { replies: fields } : fields[0]
  return jsonLine({ command, ...own, ms: Math.round(ms * 1000) / 1000 })
}

function jsonError(command: string, error: SockioError): string {
  return jsonLine({ command, error: { code: error.code, message: messageOf(error) } })
}
