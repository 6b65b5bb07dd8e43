/** The benchmark: `npm run bench`, with `-- --quick` for a look that everything still runs. */
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { pin } from './cores.ts'
import { type Fact, footprint, printFootprint } from './footprint.ts'
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
    only: { type: 'string' },
    save: { type: 'string' },
  },
})
const rounds = Number(values.rounds ?? (values.quick ? 1 : 11))
const turn = Number(values.turn ?? (values.quick ? 20 : 100))
const warmUp = Number(values['warm-up'] ?? (values.quick ? 0 : 1200))
if (!(rounds >= 1 && turn >= 1 && warmUp >= 0)) {
  throw new RangeError('--rounds and --turn (ms) must be at least 1, and --warm-up (ms) at least 0')
}
const { only = '' } = values
const workloads = all.filter(({ name }) => name.includes(only))

const cores = pin()
const server = await startServer(cores.server)
const results = new URL(values.save ?? '../results/latest.json', import.meta.url)
const tell = process.stderr.isTTY ? (text: string) => process.stderr.write(`\r\x1b[K${text}`) : () => {}

console.log(`Node ${process.version}, ${cpus()[0]?.model.trim()}, ${cpus().length} cores, server in ${server.kind}`)
if (cores.warning === undefined) console.log(`client on core ${cores.client}, server on core ${cores.server}`)
else console.log(`\n  *** NOT PINNED: ${cores.warning} ***`)

try {
  const reports: WorkloadReport[] = []
  for (const workload of workloads) {
    const report = summarise(workload, await measuredApart(workload.name, server.port, { rounds, turn, warmUp, tell }))
    tell('')
    print(report)
    reports.push(report)
  }
  let facts: Fact[] = []
  if (only === '' || only === 'memory') {
    facts = footprint(server.port, values.quick)
    printFootprint(facts)
  }
  write(results, { server: server.kind, cores, rounds, turn, warmUp }, reports, facts)
} finally {
  server.stop()
}
