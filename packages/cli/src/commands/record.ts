/** `sockio record`: a proxy between any client and an instrument that writes down what passes. */
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { type Command, Option } from 'commander'
import { port } from '../arguments.ts'
import { note, print } from '../console.ts'
import { withExamples } from '../examples.ts'
import { CommandError, messageOf } from '../failure.ts'
import { checked, checkRecording, fullUrl, linkCommand, recording, tlsOptions, withTls } from '../link.ts'
import { RecordingProxy } from '../recording-proxy.ts'
import { checkTest, type TestOptions, withTest, writeTest } from '../test-file.ts'

interface RecordOptions extends TestOptions {
  readonly host: string
  readonly port: number
  readonly ca?: string
  readonly insecure?: true
}

export function recordCommand(signal: AbortSignal): Command {
  const command = linkCommand('record')
    .argument('<file>', 'where to: a new file, by habit .jsonl; a second client has one of its own')
    .summary('write down what passes between a client and an instrument')
    .description(
      'Listens for clients, connects each to the instrument, and writes down what passes, to be explained or replayed. ' +
        'Programs that use sockio need no proxy: --record, or recorder(), writes down their calls too. Ctrl-C ends it.',
    )
    .option('--host <address>', 'where to listen', '127.0.0.1')
    .addOption(new Option('-p, --port <n>', 'where to listen; 0: any that is free').argParser(port).default(0))
    .action((url: string, file: string, options: RecordOptions) => record(url, file, options, signal))
  return withExamples(withTls(withTest(command)), [
    ['record what another program does', 'sockio record scope.lab:5025 session.jsonl --port 5025'],
    ['then let it connect to this machine:', "sockio query localhost:5025 '*IDN?'"],
    ['and be the instrument', 'sockio sim session.jsonl'],
    ['or make a test of what was said', 'sockio record scope.lab:5025 session.jsonl --test supply.ts'],
  ])
}

async function record(url: string, file: string, options: RecordOptions, signal: AbortSignal): Promise<void> {
  checkRecording(file)
  const tls = tlsOptions(url, options)
  const to = checked(() => fullUrl(url))
  await checkTest(options)
  {
    await using proxy = new RecordingProxy(url, { ...recording(file), ...(tls !== undefined && { tls }) }, note)
    const at = await proxy.listen(options.host, options.port).catch((error: unknown) => {
      throw new CommandError(messageOf(error))
    })
    const host = options.host.includes(':') ? `[${options.host}]` : options.host
    await print(`listening on tcp://${host}:${at} for ${to}, recording to ${file}\n`)
    if (!signal.aborted) await once(signal, 'abort')
  }
  if (options.test === undefined) return
  if (existsSync(file)) note(`written to ${await writeTest(file, options)}`)
  else note('no client has come, so there is nothing to make a test of')
}
