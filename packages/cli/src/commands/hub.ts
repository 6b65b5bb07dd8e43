/** `sockio hub`: shares instruments among programs; `sockio hub status` shows how it goes. */
import { Command } from 'commander'
import { withExamples } from '../examples.ts'
import { type FormatOptions, wantsJson, withFormat } from '../formats.ts'
import { withRecording } from '../link.ts'

export function hubCommand(signal: AbortSignal): Command {
  const command = new Command('hub')
    .summary('share instruments among programs')
    .description(
      'Owns instruments, and lets any number of programs talk to each, as if it had it for itself: through ports that ' +
        'look like the instrument. SIGTERM or Ctrl-C ends it, after the calls under way.',
    )
    .argument('<config>', 'a .yaml, .json or .ts file')
    .action(async (file: string, { record }: { readonly record?: string }) => {
      const { serve } = await import('../hub/serve.ts') // the other commands need no hub
      await serve(file, record, signal)
    })
  const status = new Command('status')
    .summary('how the instruments of a hub are doing')
    .description('Shows the instruments of a hub on this machine: clients, queues, latencies, the last errors.')
    .argument('[where]', 'the address of its "metrics", or its configuration', '127.0.0.1:9400')
    .action(async (where: string, options: FormatOptions) => {
      const { showStatus } = await import('../hub/status.ts')
      await showStatus(where, wantsJson(options), signal)
    })
  withExamples(withFormat(status, ['text', 'json']), [
    ['of the hub that listens on the usual port', 'sockio hub status'],
    ['of the hub of this configuration', 'sockio hub status hub.yaml'],
  ])
  return withExamples(withRecording(command).addCommand(status), [
    ['the instruments of a file', 'sockio hub hub.yaml'],
    ['what was said to each of them, whoever asked', 'sockio hub hub.yaml --record night.jsonl'],
    ['how they are doing', 'sockio hub status'],
  ])
}
