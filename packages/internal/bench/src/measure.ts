/** Runs the contenders of a workload in turns, A B C A B C, so that what disturbs the machine disturbs all of them. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { quantile } from './stats.ts'
import type { Run, Workload } from './workload.ts'

/** What one contender did in one round. */
export interface Slice {
  /** Units per second. */
  readonly rate: number
  /** Microseconds of processor time of this process per unit: what a busy machine disturbs least. */
  readonly cpu: number
  /** Microseconds; NaN where the workload has no latency. */
  readonly p50: number
  readonly p99: number
}

/** One entry per round for each contender, by its name. */
export type Measured = ReadonlyMap<string, readonly Slice[]>

export interface Plan {
  readonly rounds: number
  /** Length of a turn in ms: the work is as much as fills it. */
  readonly turn: number
  /** How long each contender runs, in ms, before anything is measured. */
  readonly warmUp: number
  readonly tell: (text: string) => void
}

/** A contender that is connected, for as long as the measurement lasts. */
interface Runner {
  readonly name: string
  readonly run: Run
  readonly slices: Slice[]
  /** Units that fill a turn. */
  amount: number
}

/**
 * Nobody should pay for the garbage of the one before. Only young objects: a full collection throws compiled code away.
 */
function makeCollector(): () => void {
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  return typeof collect === 'function' ? () => collect({ type: 'minor' }) : () => {}
}

async function takeTurn({ run, amount }: Runner, latency: boolean): Promise<Slice> {
  const ticks = new Float64Array(latency ? amount : 0)
  const used = process.cpuUsage()
  const begin = performance.now()
  await run.go(amount, ticks)
  const told = run.told?.()
  if (told !== undefined)
    return { rate: amount / told.seconds, cpu: (told.cpu * 1e6) / amount, p50: told.p50, p99: told.p99 }
  const seconds = (performance.now() - begin) / 1000
  const { user, system } = process.cpuUsage(used)
  const micros = ticks.map((tick, i) => (tick - (ticks[i - 1] ?? begin)) * 1000)
  return {
    rate: amount / seconds,
    cpu: (user + system) / amount,
    p50: quantile(micros, 0.5),
    p99: quantile(micros, 0.99),
  }
}

/** Runs until V8 has compiled what is hot, and finds out how much work fills a turn. */
async function warmUp(runner: Runner, { latency = false, most = Number.POSITIVE_INFINITY }: Workload, plan: Plan) {
  const end = performance.now() + plan.warmUp
  do {
    const { rate } = await takeTurn(runner, latency)
    runner.amount = Math.max(1, Math.min(most, runner.amount * 10, Math.round((rate * plan.turn) / 1000)))
  } while (performance.now() < end)
}

export async function measure(workload: Workload, port: number, plan: Plan): Promise<Measured> {
  const { name, contenders, latency = false, first = 1000 } = workload
  const collect = makeCollector()
  const runners: Runner[] = []
  for (const contender of contenders) {
    plan.tell(`${name}: opening ${contender.name}`)
    const run = await contender.open(port)
    if (run !== undefined) runners.push({ name: contender.name, run, slices: [], amount: first })
  }
  for (const runner of runners) {
    plan.tell(`${name}: warming up ${runner.name}`)
    await warmUp(runner, workload, plan)
  }
  for (let round = plan.warmUp > 0 ? 0 : 1; round <= plan.rounds; round++) {
    plan.tell(`${name}: ${round === 0 ? 'warming up' : `round ${round} of ${plan.rounds}`}`)
    // Each round begins with another one: who comes first must not matter.
    const begin = round % runners.length
    for (const runner of [...runners.slice(begin), ...runners.slice(0, begin)]) {
      collect()
      const slice = await takeTurn(runner, latency)
      if (round > 0) runner.slices.push(slice)
    }
  }
  for (const { run } of runners) await run.close()
  return new Map(runners.map(({ name, slices }) => [name, slices]))
}
