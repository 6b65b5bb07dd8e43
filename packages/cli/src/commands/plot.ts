/** `sockio plot`: draws the numbers that come. */
import { type Command, InvalidArgumentError, Option } from 'commander'
import { duration, port } from '../arguments.ts'
import { note, print } from '../console.ts'
import { withExamples } from '../examples.ts'
import { CommandError } from '../failure.ts'
import { fullUrl, linkCommand, withLink } from '../link.ts'
import { Measurement } from '../plot/measurement.ts'
import { TerminalView } from '../plot/terminal-view.ts'
import type { WebServer } from '../plot/web-server.ts'
import { Source, type SourceOptions, withSource } from '../source.ts'
import { timeOfDay } from '../time-of-day.ts'

interface PlotOptions extends SourceOptions {
  readonly window: number
  readonly web?: true
  readonly port: number
}

/** A time that is some time. */
function span(text: string): number {
  const ms = duration(text)
  if (ms < 100) throw new InvalidArgumentError('Expected at least 100ms.')
  return ms
}

export function plotCommand(signal: AbortSignal): Command {
  const command = linkCommand('plot')
    .summary('plot numbers as they come')
    .description(
      'Plots the numbers in the lines that an instrument sends, or in its replies to a query that is asked again and ' +
        'again: several in a line, with commas, semicolons or spaces between, are several curves. Ctrl-C ends it.',
    )
    .addOption(new Option('-w, --window <time>', 'how much is shown').argParser(span).default(30_000, '30s'))
    .option('--web', 'on a page in the browser, served on this machine only')
    .addOption(new Option('--port <n>', 'of that page; 0: any that is free').argParser(port).default(0))
    .action((url: string, options: PlotOptions) => plot(url, options, signal))
  return withExamples(withLink(withSource(command)), [
    ['a voltage, ten times a second', "sockio plot scope.lab:5025 --query 'MEAS:VOLT?' --every 100ms"],
    ['two of them, in the browser', "sockio plot scope.lab:5025 -q 'MEAS:VOLT?' -q 'MEAS:CURR?' --every 100ms --web"],
    [
      'what an acquisition sends, the last ten seconds',
      'sockio plot scope.lab:5025 --start ACQ:STAR --stop ACQ:STOP --window 10s',
    ],
  ])
}

/** The server of the page; who draws in the terminal needs none. */
async function webServer(...args: ConstructorParameters<typeof WebServer>): Promise<WebServer> {
  const { WebServer } = await import('../plot/web-server.ts')
  return new WebServer(...args)
}

async function plot(url: string, options: PlotOptions, signal: AbortSignal): Promise<void> {
  const measurement = new Measurement(fullUrl(url), options.query ?? [])
  const say = (text: string) => {
    measurement.note = `${timeOfDay()} ${text}`
    if (!process.stdout.isTTY || options.web) note(text)
  }
  await using page = options.web ? await webServer(measurement, options.window) : undefined
  const changed = (state: Measurement['state']) => {
    measurement.changed(state)
    page?.changed()
  }
  await using source = new Source(url, options, { say, changed }, signal)
  await source.open()
  if (page !== undefined) await print(`${await page.listen(options.port)}\n`)
  using _view = options.web ? undefined : new TerminalView(measurement, options.window)
  for await (const sample of source.samples()) measurement.take(sample)
  if (measurement.series.count === 0) throw new CommandError(nothing(measurement))
}

function nothing({ skipped }: Measurement): string {
  return skipped === 0 ? 'nothing came, so there is nothing to plot' : `none of the ${skipped} lines held a number`
}
