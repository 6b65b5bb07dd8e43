/** The parts of the proof about who shares: programs of every kind, those without manners, and at what rate. */

import type { Part, Result } from './part.ts'
import { Process } from './process.ts'
import { flavours, others } from './programs.ts'
import type { Asked, Flooded } from './worker.ts'

/** An instrument and a hub, each in a process, and the ports of both. */
async function shared(device: Process, hub: Process): Promise<{ readonly direct: string; readonly at: string }> {
  const [url = ''] = await device.do<string[]>({ do: 'simulate', devices: 1 })
  const settings = { instruments: { psu: { url, listen: ['127.0.0.1:0'], options: { timeout: 60_000 } } } }
  const [[at = ''] = []] = await hub.do<string[][]>({ do: 'share', settings })
  return { direct: new URL(url).host, at }
}

/** Of a program, or of the module that it is. */
const MISSING = /ENOENT|No module named|no such backend/i

const sorted = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b)
const at = (numbers: readonly number[], share: number) =>
  sorted(numbers)[Math.floor(share * (numbers.length - 1))] ?? Number.NaN
const MIB = 2 ** 20

async function programs(scale: number): Promise<Result> {
  await using device = new Process()
  await using hub = new Process()
  const { at } = await shared(device, hub)
  const port = Number(at.split(':')[1])
  const count = Math.max(5, Math.round(50 * scale))
  let crossed = 0
  const faults: string[] = []
  const asking = Object.entries({ ...flavours, ...others }).map(async ([name, ask]) => {
    const requests = Array.from({ length: count }, (_, n) => `${name}:${n}:q?`)
    try {
      const replies = await ask(port, requests)
      const wrong = requests.filter((request, i) => replies[i] !== request)
      crossed += wrong.length
      if (wrong.length > 0) faults.push(`${name} was answered ${JSON.stringify(replies)}`)
      return [name, `${count} of its own replies`] as const
    } catch (error) {
      const message = String(error instanceof Error ? error.message : error)
      if (name in others && MISSING.test(message)) return [name, 'SKIPPED: it is missing'] as const
      faults.push(`${name} failed: ${message}`)
      return [name, 'failed'] as const
    }
  })
  return { figures: { ...Object.fromEntries(await Promise.all(asking)), 'crossed replies': crossed }, faults }
}

const QUIET = 10
/** What piles up at the hub of those that flood: their messages and their replies, each bounded. */
const MOST_MIB = 100

/** Ten clients with manners; then with three that send without end and read nothing, and ten that stay in half a line. */
async function manners(scale: number): Promise<Result> {
  await using device = new Process()
  await using hub = new Process()
  await using quiet = new Process()
  await using rude = new Process()
  const { at: address } = await shared(device, hub)
  const exchanges = Math.max(20, Math.round(500 * scale))
  await quiet.do({ do: 'connect', addresses: Array(QUIET).fill(address) })
  const alone = await quiet.do<Asked>({ do: 'ask', exchanges })
  const before = await hub.do<number>({ do: 'memory' })
  await rude.do({ do: 'flood', address, floods: 3, halves: 10 })
  const beside = await quiet.do<Asked>({ do: 'ask', exchanges })
  const after = await hub.do<number>({ do: 'memory' })
  const { megabytes, finished, lost } = await rude.do<Flooded>({ do: 'flooded' })
  const grown = Math.round((after - before) / MIB)
  const crossed = alone.crossed + beside.crossed
  return {
    figures: {
      'exchanges of ten clients': 2 * QUIET * exchanges,
      'median alone, ms': Number(at(alone.latencies, 0.5).toFixed(2)),
      'median beside three that flood, ms': Number(at(beside.latencies, 0.5).toFixed(2)),
      '99 % alone, ms': Number(at(alone.latencies, 0.99).toFixed(2)),
      '99 % beside three that flood, ms': Number(at(beside.latencies, 0.99).toFixed(2)),
      'sent by those that flood, MB': megabytes,
      'memory of the hub, grown by MiB': grown,
      'half a line, ended later: replies': finished,
      'crossed replies': crossed,
    },
    faults: [
      ...(crossed > 0 ? [`${crossed} replies were another's`] : []),
      ...(lost > 0 ? [`${lost} that had sent half a line had no reply to the whole`] : []),
      ...(grown > MOST_MIB ? [`the hub has grown by ${grown} MiB`] : []),
    ],
  }
}

const ROUNDS = 7

/** What of the rate of a direct client is left: a figure of this machine, which the benchmark judges. */
async function rates(scale: number): Promise<Result> {
  await using device = new Process()
  await using hub = new Process()
  await using direct = new Process()
  await using one = new Process()
  await using twenty = new Process()
  const { direct: instrument, at: address } = await shared(device, hub)
  const exchanges = Math.max(100, Math.round(4000 * scale))
  await direct.do({ do: 'connect', addresses: [instrument] })
  await one.do({ do: 'connect', addresses: [address] })
  await twenty.do({ do: 'connect', addresses: Array(20).fill(address) })
  const all: { readonly direct: number; readonly one: number; readonly twenty: number }[] = []
  let crossed = 0
  const rate = async (process: Process, each: number) => {
    const asked = await process.do<Asked>({ do: 'ask', exchanges: each })
    crossed += asked.crossed
    return asked.latencies.length / (asked.ms / 1000)
  }
  for (let round = 0; round <= ROUNDS; round++) {
    const seen = {
      direct: await rate(direct, exchanges),
      one: await rate(one, exchanges),
      twenty: await rate(twenty, Math.ceil(exchanges / 20)),
    }
    if (round > 0) all.push(seen) // the first warms up
  }
  const median = (of: (seen: (typeof all)[number]) => number) => at(all.map(of), 0.5)
  return {
    figures: {
      'direct, per second': Math.round(median((seen) => seen.direct)),
      'one client through the hub, of that (goal: 0.45)': median((seen) => seen.one / seen.direct).toFixed(2),
      'twenty clients through the hub, of that (goal: 0.9)': median((seen) => seen.twenty / seen.direct).toFixed(2),
      'crossed replies': crossed,
    },
    faults: crossed > 0 ? [`${crossed} replies were another's`] : [],
  }
}

export const sharing: readonly Part[] = [
  {
    name: 'manners',
    says: 'clients that flood and read nothing, and clients that send half a line and stay: the others go on',
    run: manners,
  },
  { name: 'rates', says: 'one client, and twenty, through the hub, against one without it', run: rates },
  { name: 'programs', says: 'each flavour, netcat, PyVISA and lxi-tools at the same time', run: programs },
]
