/** `sockio stream`: writes the lines that come, until told otherwise. */
import type { Command } from 'commander'
import { note } from '../console.ts'
import { withExamples } from '../examples.ts'
import { type FormatOptions, formatOf, withFormat } from '../formats.ts'
import { linkCommand, withLink } from '../link.ts'
import { Progress } from '../progress.ts'
import { Rate } from '../rate.ts'
import { readable } from '../readable.ts'
import { checkSink, openSink } from '../sink.ts'
import { Source, type SourceOptions, withSource } from '../source.ts'

interface StreamOptions extends SourceOptions, FormatOptions {
  readonly output?: string
  readonly append?: true
}

export function streamCommand(signal: AbortSignal): Command {
  const command = linkCommand('stream')
    .summary('write the lines that an instrument sends')
    .description(
      'Writes the lines that an instrument sends, or its replies to a query that is asked again and again. Goes on ' +
        'when the connection was lost, as soon as there is one again. Ctrl-C ends it; everything received is written.',
    )
    .option('-o, --output <file>', 'write to this new file')
    .option('--append', 'the file may exist, and is added to')
    .action((url: string, options: StreamOptions) => stream(url, options, signal))
  return withExamples(withLink(withSource(withFormat(command, ['text', 'json', 'csv']))), [
    ['watch an acquisition', 'sockio stream scope.lab:5025 --start ACQ:STAR --stop ACQ:STOP'],
    [
      'a thousand lines into a table',
      'sockio stream scope.lab:5025 --start ACQ:STAR --count 1000 --format csv --output run.csv',
    ],
    [
      'log a voltage each second for an hour',
      "sockio stream scope.lab:5025 --query 'MEAS:VOLT?' --every 1s --duration 1h --format csv",
    ],
    ['two readings each second', "sockio stream scope.lab:5025 -q 'MEAS:VOLT?' -q 'MEAS:CURR?' --format csv"],
    ['for another program', 'sockio stream scope.lab:5025 --start ACQ:STAR --format json | jq .line'],
  ])
}

async function stream(url: string, options: StreamOptions, signal: AbortSignal): Promise<void> {
  const { output, encoding } = options
  await checkSink(output, options.append === true)
  const rate = new Rate()
  const write = formatOf(options, options.query ?? [], encoding)
  let last = ''
  const tell = () =>
    `${rate.total.toLocaleString('en')} lines  ${rate.perSecond.toFixed(1)}/s  ${clock(rate.seconds)}  ${last}`
  using progress = output === undefined ? undefined : new Progress(tell)
  const say = (text: string) => (progress === undefined ? note(text) : progress.note(text))
  await using source = new Source(url, options, { say }, signal)
  await source.open()
  await using sink = await openSink(output, options.append === true) // not before: a failure leaves no empty file
  for await (const sample of source.samples()) {
    rate.add()
    if (progress !== undefined) last = sample.lines.map((line) => readable(line.subarray(0, 200), encoding)).join('  ')
    await sink.write(write(sample))
    if (signal.aborted) break
  }
  if (output !== undefined) say(`${rate.total.toLocaleString('en')} lines in ${clock(rate.seconds)}, in ${output}`)
}

/** `12.3 s`, `2:05`, `1:02:05`. */
function clock(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(1)} s`
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, Math.floor(seconds) % 60]
  const shown = parts[0] === 0 ? parts.slice(1) : parts
  return shown.map((part, i) => (i === 0 ? `${part}` : `${part}`.padStart(2, '0'))).join(':')
}
