/** Writes the figures and pictures of docs/performance.md from the saved results: `node src/page.ts`. */
import { readFileSync, writeFileSync } from 'node:fs'
import type { Fact } from './footprint.ts'
import { picture } from './picture.ts'
import { between, type Row, type WorkloadReport } from './report.ts'

interface Results {
  readonly date: string
  readonly node: string
  readonly machine: { readonly cpu: string; readonly cores: number }
  readonly server: string
  readonly pinned: { readonly warning?: string }
  readonly runs: number
  readonly rounds: number
  readonly turn: number
  readonly warmUp: number
  readonly workloads: readonly WorkloadReport[]
  readonly footprint: readonly Fact[]
}

const DOCS = new URL('../../../../docs/', import.meta.url)

function rate(row: Row, bytes: number | undefined): string {
  const rounded = row.rate >= 100 ? Math.round(row.rate).toLocaleString('en') : row.rate.toPrecision(3)
  return bytes === undefined ? rounded : `${rounded} (${((row.rate * bytes) / 1e6).toFixed(0)} MB/s)`
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const rule = head.map((_, i) => (i === 0 ? '---' : '---:'))
  return [head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

function workload({ name, unit, bytes, rows, goals }: WorkloadReport): string {
  const latency = rows.some(({ p50 }) => p50 !== undefined)
  const head = ['', `${unit}/s`, 'ratio', 'by CPU time', 'CPU µs', ...(latency ? ['p50 µs', 'p99 µs'] : [])]
  const body = rows.map((row) => [
    row.name,
    rate(row, bytes),
    row.ratio.median.toFixed(2),
    row.cpuRatio.median.toFixed(2),
    row.cpu.toPrecision(3),
    ...(latency ? [row.p50?.toFixed(0) ?? '', row.p99?.toFixed(0) ?? ''] : []),
  ])
  const judged = goals.map((goal) => {
    const { row, to = 'the bare socket', by, atLeast, ratio, cpuRatio, reached } = goal
    const [what, cpu] = by === 'p99' ? [`${row}, slowest of a hundred`, ''] : [row, cpuRatio.toFixed(2)]
    return [what, to, atLeast.toFixed(2), ratio.toFixed(2), between(goal), cpu, reached ? 'yes' : 'no']
  })
  const columns = ['goal', 'of', 'at least', 'seen', 'in the runs', 'by CPU time', 'reached']
  const goal = judged.length === 0 ? '' : `\n\n${table(columns, judged)}`
  return `### ${name}\n\n![${name}](performance/${slug(name)}.svg)\n\n${table(head, body)}${goal}`
}

function slug(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
}

/** Everything between the marks of the page. */
export function figures(results: Results): string {
  const { node, machine, server, runs, rounds, turn, warmUp, workloads, footprint } = results
  const where = `Node ${node.slice(1)}, ${machine.cpu}, ${machine.cores} cores, server in ${server}, ${runs} runs of ${rounds} rounds of ${turn} ms after ${warmUp} ms of warm-up, ${results.date.slice(0, 10)}.`
  const facts = footprint.map(({ name, unit, value, atMost }) => {
    return [name, `${value.toPrecision(3)} ${unit}`, atMost === undefined ? '' : `at most ${atMost}`]
  })
  return [
    where,
    ...workloads.map(workload),
    '### e to h: memory and start-up',
    table(['', 'seen', 'goal'], facts),
  ].join('\n\n')
}

/** The page with its figures made anew. */
export function page(text: string, results: Results): string {
  return text.replace(
    /(<!-- figures -->\n)[\s\S]*(\n<!-- end -->)/,
    (_, begin, end) => `${begin}\n${figures(results)}\n${end}`,
  )
}

export function readResults(): Results {
  return JSON.parse(readFileSync(new URL('performance/results.json', DOCS), 'utf8'))
}

if (import.meta.main) {
  const results = readResults()
  const file = new URL('performance.md', DOCS)
  writeFileSync(file, page(readFileSync(file, 'utf8'), results))
  for (const { name, unit, rows } of results.workloads) {
    writeFileSync(new URL(`performance/${slug(name)}.svg`, DOCS), picture(name, unit, rows))
  }
}
