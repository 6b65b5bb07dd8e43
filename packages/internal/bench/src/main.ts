/** The benchmark: `npm run bench`, with `-- --quick` for a look that everything still runs, and `-- --help` for the rest. */
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { pin } from './cores.ts'
import { type Fact, footprint, printFootprint } from './footprint.ts'
import type { Measured } from './measure.ts'
import { measuredApart } from './measured-apart.ts'
import { print, summarise, type WorkloadReport, write } from './report.ts'
import { startServer } from './start-server.ts'
import { workloads as all } from './workloads.ts'

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    turn: { type: 'string' },
    'warm-up': { type: 'string' },
    runs: { type: 'string' },
    only: { type: 'string' },
    save: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) {
  console.log(`npm run bench -- [options]

  --quick          one short round of everything: does it still run?
  --only TEXT      the workloads whose name holds the text, or memory
  --runs N         how often all of it, each time in new processes: the goals are then told with their spread (1)
  --rounds N       turns of each contender in a run (11)
  --turn MS        length of a turn (100)
  --warm-up MS     of each contender, before anything is measured (1200)
  --save FILE      where the results go, from packages/internal/bench/src (../results/latest.json)

Workloads:
${all.map(({ name }) => `  ${name}`).join('\n')}
  memory`)
  process.exit()
}
const runs = Number(values.runs ?? 1)
const rounds = Number(values.rounds ?? (values.quick ? 1 : 11))
const turn = Number(values.turn ?? (values.quick ? 20 : 100))
const warmUp = Number(values['warm-up'] ?? (values.quick ? 0 : 1200))
if (!(runs >= 1 && rounds >= 1 && turn >= 1 && warmUp >= 0)) {
  throw new RangeError('--runs, --rounds and --turn (ms) must be at least 1, and --warm-up (ms) at least 0')
}
const { only = '' } = values
const workloads = all.filter(({ name }) => name.includes(only))
if (workloads.length === 0 && only !== 'memory')
  throw new RangeError(`--only ${only}: there is none; --help names them`)

const cores = pin()
const server = await startServer(cores.server)
const results = new URL(values.save ?? '../results/latest.json', import.meta.url)
const tell = process.stderr.isTTY ? (text: string) => process.stderr.write(`\r\x1b[K${text}`) : () => {}

console.log(`Node ${process.version}, ${cpus()[0]?.model.trim()}, ${cpus().length} cores, server in ${server.kind}`)
if (cores.warning === undefined) console.log(`client on core ${cores.client}, server on core ${cores.server}`)
else console.log(`\n  *** NOT PINNED: ${cores.warning} ***`)

try {
  const reports: WorkloadReport[] = []
  // Who wants no figures need not wait until a process has loaded all contenders for each.
  for (const group of values.quick ? [workloads] : workloads.map((workload) => [workload])) {
    const names = group.map(({ name }) => name)
    const measured: (readonly Measured[])[] = []
    for (let run = 1; run <= runs && names.length > 0; run++) {
      const tellOf = (text: string) => tell(runs === 1 ? text : `run ${run} of ${runs}, ${text}`)
      measured.push(await measuredApart(names, server.port, { rounds, turn, warmUp, tell: tellOf }))
    }
    tell('')
    for (const [i, workload] of group.entries()) {
      const report = summarise(
        workload,
        measured.map((run) => run[i] ?? new Map()),
      )
      print(report)
      reports.push(report)
    }
  }
  let facts: Fact[] = []
  if (only === '' || only === 'memory') {
    facts = footprint(server.port, values.quick)
    printFootprint(facts)
  }
  write(results, { server: server.kind, cores, runs, rounds, turn, warmUp }, reports, facts)
} finally {
  server.stop()
}
