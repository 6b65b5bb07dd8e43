/** `sockio bench`: how fast an instrument answers. */
import { AbortError, type TCP } from '@sockio/aio'
import { type Command, Option } from 'commander'
import { duration, integer } from '../arguments.ts'
import { note, paint, print } from '../console.ts'
import { withExamples } from '../examples.ts'
import { type FormatOptions, wantsJson, withFormat } from '../formats.ts'
import { bar, histogram, type Summary, summarise } from '../latencies.ts'
import { fullUrl, type LinkOptions, link, linkCommand, terminated, withLink } from '../link.ts'
import { Progress } from '../progress.ts'
import { jsonLine, safe } from '../readable.ts'

interface BenchOptions extends LinkOptions, FormatOptions {
  readonly count: number
  readonly duration?: number
  readonly warmUp: number
  readonly pipeline: number
}

export function benchCommand(signal: AbortSignal): Command {
  const command = linkCommand('bench')
    .summary('measure round trips')
    .description('Asks the same question again and again, and tells how long the replies took.')
    .argument('[query]', 'what to ask', '*IDN?')
    .addOption(new Option('-n, --count <n>', 'round trips').argParser(integer(1, 10_000_000)).default(1000))
    .addOption(
      new Option('-d, --duration <time>', 'as many as there is time for').argParser(duration).conflicts('count'),
    )
    .addOption(new Option('--warm-up <n>', 'round trips before, not counted').argParser(integer(0)).default(10))
    .addOption(new Option('-p, --pipeline <n>', 'requests under way at once').argParser(integer(1, 1000)).default(1))
    .action((url: string, query: string, options: BenchOptions) => bench(url, query, options, signal))
  return withExamples(withLink(withFormat(command, ['text', 'json'])), [
    ['how fast is it?', 'sockio bench scope.lab:5025'],
    ['a measurement, for ten seconds', "sockio bench scope.lab:5025 'MEAS:VOLT?' --duration 10s"],
    ['with eight requests under way, for a script', "sockio bench scope.lab:5025 '*OPC?' --pipeline 8 --json"],
  ])
}

interface Result {
  readonly times: readonly number[]
  readonly seconds: number
}

async function bench(url: string, query: string, options: BenchOptions, signal: AbortSignal): Promise<void> {
  const inJson = wantsJson(options)
  await using sock = link(url, options, { pipeline: options.pipeline })
  const request = terminated(query, options)
  for (let i = 0; i < options.warmUp; i++) await sock.writeReadLine(request, { signal, blocks: true })
  const result = await measure(sock, request, options, signal)
  if (result.times.length > 0) await print(inJson ? json(url, query, result) : report(url, query, result))
  signal.throwIfAborted()
}

/** Keeps `pipeline` round trips under way until there are enough. */
async function measure(sock: TCP, request: string, options: BenchOptions, signal: AbortSignal): Promise<Result> {
  const times: number[] = []
  const began = performance.now()
  const end = options.duration === undefined ? Number.POSITIVE_INFINITY : began + options.duration
  let left = options.duration === undefined ? options.count : Number.POSITIVE_INFINITY
  const worker = async () => {
    while (left > 0 && performance.now() < end) {
      left--
      const sent = performance.now()
      await sock.writeReadLine(request, { signal, blocks: true })
      times.push(performance.now() - sent)
    }
  }
  using _progress = new Progress(() => `${times.length.toLocaleString('en')} round trips`)
  try {
    await Promise.all(Array.from({ length: options.pipeline }, worker))
  } catch (error) {
    if (!(error instanceof AbortError)) throw error
    note('interrupted: this is what there is')
  }
  return { times, seconds: (performance.now() - began) / 1000 }
}

function json(url: string, query: string, { times, seconds }: Result): string {
  const figures = { ms: summarise(times), histogram: histogram(times) }
  const { length: count } = times
  return jsonLine({ url: fullUrl(url), query, count, seconds, perSecond: count / seconds, ...figures })
}

const ROWS: readonly (readonly [label: string, field: keyof Summary])[] = [
  ['min', 'min'],
  ['mean', 'mean'],
  ['50 %', 'p50'],
  ['90 %', 'p90'],
  ['99 %', 'p99'],
  ['99.9 %', 'p999'],
  ['max', 'max'],
]
const BAR = 40

const milliseconds = (ms: number) => `${ms < 10 ? ms.toFixed(3) : ms.toFixed(1)} ms`

function report(url: string, query: string, { times, seconds }: Result): string {
  const { stdout } = process
  const summary = summarise(times)
  const buckets = histogram(times)
  const most = Math.max(...buckets.map(({ count }) => count))
  const count = times.length.toLocaleString('en')
  const rate = (times.length / seconds).toLocaleString('en', { maximumFractionDigits: 1 })
  return [
    `${safe(query)}  ${fullUrl(url)}`,
    `${count} round trips in ${seconds.toFixed(2)} s: ${paint(stdout, 'bold', `${rate}/s`)}`,
    '',
    ...ROWS.map(([label, field]) => `  ${label.padStart(6)}  ${milliseconds(summary[field]).padStart(11)}`),
    '',
    ...buckets.map(({ from, to, count }) => {
      const range = `${`${from}`.padStart(6)} .. ${`${to}`.padEnd(6)} ms`
      const drawn = paint(stdout, 'cyan', bar(count / most, BAR))
      return `  ${range}  ${count.toLocaleString('en').padStart(8)}  ${drawn}`.trimEnd()
    }),
    '',
  ].join('\n')
}
