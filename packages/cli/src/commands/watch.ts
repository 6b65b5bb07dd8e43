/** `sockio watch`: how many instruments are, on one screen. */
import type { SockioError } from '@sockio/aio'
import { Command, InvalidArgumentError, Option } from 'commander'
import { duration, integer, port } from '../arguments.ts'
import { note, paint, print } from '../console.ts'
import { withExamples } from '../examples.ts'
import { exitCodes, messageOf, Told } from '../failure.ts'
import { type FormatOptions, wantsJson, withFormat } from '../formats.ts'
import { FullScreen } from '../full-screen.ts'
import { withLink } from '../link.ts'
import { jsonLine, safe } from '../readable.ts'
import { timeOfDay } from '../time-of-day.ts'
import type { PageView } from '../watch/page-view.ts'
import { milliseconds, table } from '../watch/table.ts'
import { type TurnTold, Vigil, type VigilOptions } from '../watch/vigil.ts'
import type { Health, Watched } from '../web/watch-messages.ts'

interface WatchOptions extends VigilOptions, FormatOptions {
  readonly web?: true
  readonly port: number
}

const REFRESH = 200
/** Ms over which the first turns are spread, so that a hundred instruments are not asked at once. */
const SPREAD = 1000
/** Where nobody says how wide the output may be. */
const COLUMNS = 120

function pace(text: string): number {
  const ms = duration(text)
  if (ms < 10) throw new InvalidArgumentError('Expected at least 10ms.')
  return ms
}

export function watchCommand(signal: AbortSignal): Command {
  const command = new Command('watch')
    .argument('<url...>', 'where the instruments are, as for the other commands')
    .summary('the state of many instruments on one screen')
    .description(
      'Asks each instrument again and again, and shows which are there, how fast they answer, how often they failed and ' +
        'what they said last. Without a terminal it prints a line when one goes or comes back. Ctrl-C ends it.',
    )
    .option('-q, --query <query>', 'what is asked', '*IDN?')
    .option('--no-query', 'ask nothing: is it there?')
    .addOption(new Option('--every <time>', 'from one turn to the next').argParser(pace).default(1000, '1s'))
    .addOption(
      new Option('-n, --count <n>', 'end after so many turns')
        .argParser(integer(1))
        .default(Number.POSITIVE_INFINITY, 'none'),
    )
    .addOption(new Option('--web', 'on a page in the browser, served on this machine only').conflicts('format'))
    .addOption(new Option('--port <n>', 'of that page; 0: any that is free').argParser(port).default(0))
    .action((urls: readonly string[], options: WatchOptions) => watch(urls, options, signal))
  return withExamples(withLink(withFormat(command, ['text', 'json'])), [
    ['three instruments', 'sockio watch scope.lab supply.lab meter.lab:4001'],
    ['those in a file, on a page', 'sockio watch $(cat bench.txt) --web'],
    ['in a script: are all of them there?', 'sockio watch scope.lab supply.lab --count 1'],
  ])
}

/** What is told of a turn where nobody looks: all of them as JSON, or what has changed. */
function tellerOf(
  inJson: boolean,
  web: boolean,
): (watched: Watched, before: Health, error: SockioError | undefined) => void {
  if (inJson) return (watched, _before, error) => void print(jsonOf(watched, error))
  if (process.stdout.isTTY && !web) return () => undefined
  return (watched, before) => {
    if (watched.health === before) return
    if (web) note(lineOf(watched))
    else void print(`${lineOf(watched)}\n`)
  }
}

function lineOf({ url, ms, words, trouble }: Watched): string {
  const state = trouble === '' ? `there, ${milliseconds(ms)} ms${words === '' ? '' : `: ${words}`}` : trouble
  return safe(`${timeOfDay()} ${url} ${state}`)
}

function jsonOf(
  { url, health, ms, turns, errors, reconnects, words }: Watched,
  error: SockioError | undefined,
): string {
  const time = new Date().toISOString()
  const outcome = error === undefined ? { ms, words } : { error: { code: error.code, message: messageOf(error) } }
  return jsonLine({ time, url, health, ...outcome, turns, errors, reconnects })
}

async function pageView(...args: ConstructorParameters<typeof PageView>): Promise<PageView> {
  const { PageView } = await import('../watch/page-view.ts')
  return new PageView(...args)
}

/** Does all of them; where one fails for a reason of our own, the others end, too. */
async function together(runs: (signal: AbortSignal) => readonly Promise<void>[], signal: AbortSignal): Promise<void> {
  const failed = new AbortController()
  try {
    await Promise.all(runs(AbortSignal.any([signal, failed.signal])))
  } finally {
    failed.abort()
  }
}

async function watch(urls: readonly string[], options: WatchOptions, signal: AbortSignal): Promise<void> {
  const inJson = wantsJson(options)
  const all = urls.map((url) => new Vigil(url, options))
  await using _end = {
    [Symbol.asyncDispose]: async () => void (await Promise.all(all.map((vigil) => vigil[Symbol.asyncDispose]()))),
  }
  const instruments = () => all.map(({ watched }) => watched)
  const query = options.query === false ? '' : safe(options.query)
  await using page = options.web
    ? await pageView(() => ({ query, every: options.every, instruments: instruments() }))
    : undefined
  if (page !== undefined) await print(`${await page.listen(options.port)}\n`)
  const tell = tellerOf(inJson, options.web ?? false)
  const drawn = !inJson && !options.web
  const picture = (live: boolean) =>
    table({
      instruments: instruments(),
      every: options.every,
      columns: (process.stdout.columns ?? COLUMNS) - 1,
      rows: live ? (process.stdout.rows ?? 24) : Number.POSITIVE_INFINITY,
      paint: (style, text) => paint(process.stdout, style, text),
    })
  {
    using _screen = drawn ? new FullScreen(() => picture(true), REFRESH) : undefined
    const run = (vigil: Vigil, i: number, end: AbortSignal) => {
      let before: Health = 'unknown'
      const told: TurnTold = (watched, error) => {
        tell(watched, before, error)
        before = watched.health
        page?.changed(i)
      }
      return vigil.run((i / all.length) * Math.min(options.every, SPREAD), told, end)
    }
    await together((end) => all.map((vigil, i) => run(vigil, i, end)), signal)
  }
  if (drawn) await print(`${picture(false).join('\n')}\n`)
  const last = instruments()
  if (!signal.aborted && last.some(({ health }) => health !== 'well')) throw new Told(exitCodes.unreachable)
}
