/** What comes out: a table to read, and the same as JSON to compare. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import type { Cores } from './cores.ts'
import type { Fact } from './footprint.ts'
import type { Measured, Slice } from './measure.ts'
import { median, type Spread, spread } from './stats.ts'
import type { Goal, Workload } from './workload.ts'

export interface Row {
  readonly name: string
  /** Units per second, the median of the rounds. */
  readonly rate: number
  /** Of the rate to that of the bare socket in the same round. */
  readonly ratio: Spread
  /** Microseconds of processor time of the client per unit, and the bare socket's share of that. */
  readonly cpu: number
  readonly cpuRatio: Spread
  /** Microseconds, the medians of the rounds. */
  readonly p50?: number
  readonly p99?: number
}

export interface GoalReport extends Goal {
  readonly ratio: number
  readonly cpuRatio: number
  /** The ratio in each run. */
  readonly runs: readonly number[]
  readonly reached: boolean
}

export interface WorkloadReport {
  readonly name: string
  readonly unit: string
  /** Bytes of one unit, where it is bytes that count. */
  readonly bytes?: number
  readonly rows: readonly Row[]
  readonly goals: readonly GoalReport[]
}

/** Compares within each round, so that a slow round is slow for both sides of a ratio; more is better. */
function ratios(measured: Measured, name: string, to: string, merit: (slice: Slice) => number): number[] {
  const base = (measured.get(to) ?? []).map(merit)
  return (measured.get(name) ?? []).map((slice, round) => merit(slice) / (base[round] ?? Number.NaN))
}

const byRate = ({ rate }: Slice) => rate
const byCpu = ({ cpu }: Slice) => 1 / cpu
const byP99 = ({ p99 }: Slice) => 1 / p99

/** The rounds of all runs: a ratio is made within one, so that it does not matter which run that was. */
function together(runs: readonly Measured[]): Measured {
  const names = new Set(runs.flatMap((run) => [...run.keys()]))
  return new Map([...names].map((name) => [name, runs.flatMap((run) => run.get(name) ?? [])]))
}

export function summarise(
  { name, unit, bytes, latency, contenders, goals }: Workload,
  runs: readonly Measured[],
): WorkloadReport {
  const bare = contenders[0].name
  const measured = together(runs)
  const rows = contenders
    .filter(({ name }) => measured.has(name))
    .map((contender): Row => {
      const slices = measured.get(contender.name) ?? []
      const row = {
        name: contender.name,
        rate: median(slices.map(({ rate }) => rate)),
        ratio: spread(ratios(measured, contender.name, bare, byRate)),
        cpu: median(slices.map(({ cpu }) => cpu)),
        cpuRatio: spread(ratios(measured, contender.name, bare, byCpu)),
      }
      if (!latency) return row
      return { ...row, p50: median(slices.map(({ p50 }) => p50)), p99: median(slices.map(({ p99 }) => p99)) }
    })
  const known = goals.filter(({ row, to }) => measured.has(row) && measured.has(to ?? bare))
  const judged = known.map((goal): GoalReport => {
    const seen = (of: Measured) => median(ratios(of, goal.row, goal.to ?? bare, goal.by === 'p99' ? byP99 : byRate))
    const ratio = seen(measured)
    const cpuRatio = median(ratios(measured, goal.row, goal.to ?? bare, byCpu))
    return { ...goal, ratio, cpuRatio, runs: runs.map(seen), reached: ratio >= goal.atLeast }
  })
  return { name, unit, ...(bytes === undefined ? {} : { bytes }), rows, goals: judged }
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? []
  const cell = (text: string, column: number) =>
    column === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart(widths[column] ?? 0)
  return rows.map((row) => `  ${row.map(cell).join('  ')}`).join('\n')
}

/** The lowest and the highest of the runs, where there are several. */
export function between({ runs }: GoalReport): string {
  return runs.length < 2 ? '' : `${Math.min(...runs).toFixed(2)}–${Math.max(...runs).toFixed(2)}`
}

function line(goal: GoalReport): string {
  const { row, to = 'the bare socket', by, atLeast, ratio, cpuRatio, runs, reached } = goal
  const spread = runs.length < 2 ? '' : `, in ${runs.length} runs ${between(goal)}`
  const cpu = by === 'p99' ? '' : `, by processor time ${cpuRatio.toFixed(2)}`
  const seen = `${ratio.toFixed(2)}${spread}${cpu}`
  const what = by === 'p99' ? `${row}, slowest of a hundred` : row
  return `  ${reached ? 'reached' : 'MISSED '}  ${what}: at least ${atLeast.toFixed(2)} of ${to} (${seen})`
}

export function print({ name, unit, rows, goals }: WorkloadReport): void {
  const latency = rows.some(({ p50 }) => p50 !== undefined)
  const head = [
    '',
    `${unit}/s`,
    'ratio',
    'middle half',
    'CPU µs',
    'CPU ratio',
    ...(latency ? ['p50 µs', 'p99 µs'] : []),
  ]
  const body = rows.map((row) => [
    row.name,
    row.rate >= 1000 ? Math.round(row.rate).toLocaleString('en') : row.rate.toPrecision(3),
    row.ratio.median.toFixed(3),
    `${row.ratio.lower.toFixed(2)}..${row.ratio.upper.toFixed(2)}`,
    row.cpu.toPrecision(3),
    row.cpuRatio.median.toFixed(3),
    ...(latency ? [row.p50?.toFixed(1) ?? '', row.p99?.toFixed(1) ?? ''] : []),
  ])
  console.log(`\n${name}\n${table([head, ...body])}`)
  for (const goal of goals) console.log(line(goal))
}

/** What the figures belong to. */
export interface Circumstances {
  readonly server: string
  readonly cores: Cores
  readonly runs: number
  readonly rounds: number
  readonly turn: number
  readonly warmUp: number
}

export function write(
  file: URL,
  { server, cores, runs, rounds, turn, warmUp }: Circumstances,
  workloads: readonly WorkloadReport[],
  footprint: readonly Fact[],
) {
  const machine = { cpu: cpus()[0]?.model.trim() ?? 'unknown', cores: cpus().length, platform: process.platform }
  const report = {
    date: new Date().toISOString(),
    node: process.version,
    machine,
    server,
    pinned: cores,
    runs,
    rounds,
    turn,
    warmUp,
    workloads,
    footprint,
  }
  mkdirSync(new URL('.', file), { recursive: true })
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`)
}
