/** The parts of the proof that one machine can give, each with its figures. */
import type { HubInstrument } from '../src/index.ts'
import type { CrowdReport } from './crowd.ts'
import type { Verdict } from './judge.ts'
import type { Part, Result } from './part.ts'
import { Process, Processes } from './process.ts'
import { sharing } from './sharing.ts'
import type { Asked } from './worker.ts'

const share = (url: string, more: Partial<HubInstrument>): HubInstrument => ({
  url,
  listen: ['127.0.0.1:0'],
  ...more,
})

/** So many processes of clients against one instrument. */
async function crowded(processes: number, clients: number, exchanges: number): Promise<Result> {
  await using device = new Process()
  await using hub = new Process()
  await using programs = new Processes(processes)
  const [url = ''] = await device.do<string[]>({ do: 'simulate', devices: 1 })
  const [addresses = []] = await hub.do<string[][]>({
    do: 'share',
    settings: {
      instruments: { judge: share(url, { options: { timeout: 60_000 }, rules: [{ match: ':dead', timeout: 100 }] }) },
    },
  })
  const began = performance.now()
  const reports = await Promise.all(
    programs.all.map((program, i) => {
      const some = { clients: clients / processes, exchanges: exchanges / processes }
      return program.do<CrowdReport>({ do: 'crowd', addresses, ...some, prefix: `P${i}C`, seed: i + 1 })
    }),
  )
  const seconds = (performance.now() - began) / 1000
  const [verdict] = await device.do<Verdict[]>({ do: 'verdicts' })
  const sum = (of: (report: CrowdReport) => number) => reports.reduce((total, report) => total + of(report), 0)
  return {
    figures: {
      exchanges: sum((report) => report.exchanges),
      'reached the instrument': verdict?.requests ?? 0,
      'per second': Math.round(sum((report) => report.exchanges) / seconds),
      holds: sum((report) => report.holds),
      'left in the middle': sum((report) => report.left),
      'hung up on': sum((report) => report.ended),
      'crossed replies': sum((report) => report.crossed.length),
      'sent twice': verdict?.twice.length ?? -1,
      'into a hold': verdict?.intruders.length ?? -1,
    },
    faults: [...reports.flatMap(({ crossed }) => crossed), ...(verdict?.twice ?? ['?']), ...(verdict?.intruders ?? [])],
  }
}

/** Many instruments in one hub, and ten clients on each. */
async function many(instruments: number, clients: number, exchanges: number): Promise<Result> {
  await using device = new Process()
  await using hub = new Process()
  await using one = new Process()
  await using other = new Process()
  const urls = await device.do<string[]>({ do: 'simulate', devices: instruments })
  const settings = {
    instruments: Object.fromEntries(urls.map((url, i) => [`i${i}`, share(url, { options: { timeout: 30_000 } })])),
  }
  const addresses = (await hub.do<string[][]>({ do: 'share', settings })).flat()
  const before = await hub.do<number>({ do: 'memory' })
  const all = Array.from({ length: clients }, (_, i) => addresses[i % addresses.length] ?? '')
  const halves = [all.slice(0, clients / 2), all.slice(clients / 2)]
  await Promise.all([one, other].map((each, i) => each.do({ do: 'connect', addresses: halves[i] ?? [] })))
  await Promise.all([one, other].map((each) => each.do<Asked>({ do: 'ask', exchanges: 1 })))
  const after = await hub.do<number>({ do: 'memory' })
  const asked = await Promise.all([one, other].map((each) => each.do<Asked>({ do: 'ask', exchanges })))
  const loaded = await hub.do<number>({ do: 'memory' })
  const latencies = asked.flatMap((each) => each.latencies).sort((a, b) => a - b)
  const at = (share: number) => Number((latencies[Math.floor(share * (latencies.length - 1))] ?? 0).toFixed(1))
  const verdicts = await device.do<Verdict[]>({ do: 'verdicts' })
  const crossed = asked.reduce((sum, each) => sum + each.crossed, 0)
  const requests = verdicts.reduce((sum, verdict) => sum + verdict.requests, 0)
  const lost = clients * (exchanges + 1) - requests
  return {
    figures: {
      clients,
      instruments,
      exchanges: latencies.length,
      'per second': Math.round(latencies.length / (Math.max(...asked.map(({ ms }) => ms)) / 1000)),
      'median, ms': at(0.5),
      '99 %, ms': at(0.99),
      'longest, ms': at(1),
      'memory of the hub before, MiB': Math.round(before / 1_048_576),
      'per client at rest, KiB': Math.round((after - before) / clients / 1024),
      'per client after the load, KiB': Math.round((loaded - before) / clients / 1024),
      'crossed replies': crossed,
    },
    faults: [
      ...(crossed > 0 ? [`${crossed} replies were another's`] : []),
      ...(lost !== 0 ? [`${lost} requests were lost`] : []),
    ],
  }
}

export const parts: readonly Part[] = [
  {
    name: 'processes',
    says: '20 clients in 4 processes: random timeouts, hang-ups and holds',
    run: (scale) => crowded(4, 20, 100_000 * scale),
  },
  {
    name: 'million',
    says: '50 clients, a million exchanges: random timeouts, hang-ups and holds',
    run: (scale) => crowded(2, 50, 1_000_000 * scale),
  },
  {
    name: 'many',
    says: '1,000 clients on 100 instruments in one hub, each with one query after the other',
    run: (scale) => many(100, 1000, Math.ceil(100 * scale)),
  },
  ...sharing,
]
