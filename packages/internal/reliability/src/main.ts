/** `npm run reliability`: runs all parts, prints one table of figures, and keeps it as JSON. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import type { Report } from './part.ts'
import { parts } from './parts.ts'
import { table } from './table.ts'

const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
})
const chosen = parts.filter(({ name }) => name.startsWith(values.only))
if (chosen.length === 0) throw new RangeError(`--only: no part is named ${values.only}`)
const scale = { short: values.short, seed: Number(values.seed) }
const begin = performance.now()
const seconds = () => Math.round((performance.now() - begin) / 1000)

console.log(`Node ${process.version}, ${cpus()[0]?.model.trim()}, ${cpus().length} cores; --seed ${values.seed}`)
const reports = new Map<string, Report>()
for (const turn of [...new Set(chosen.map((part) => part.turn))].sort((a, b) => a - b)) {
  const run = async ({ name, run }: (typeof chosen)[number]): Promise<void> => {
    console.log(`${String(seconds()).padStart(4)} s  ${name}`)
    reports.set(name, await run(scale))
  }
  await Promise.all(chosen.filter((part) => part.turn === turn).map(run))
}

for (const [name, { notes = [] }] of reports) if (notes.length > 0) console.log(`\n${name}\n${notes.join('\n')}`)
console.log(`\n${table(reports)}\n`)
for (const [name, { failures }] of reports) for (const failure of failures) console.log(`FAILED ${name}: ${failure}`)

const file = new URL('../results/latest.json', import.meta.url)
mkdirSync(new URL('.', file), { recursive: true })
const circumstances = { date: new Date().toISOString(), node: process.version, seconds: seconds(), ...scale }
writeFileSync(file, `${JSON.stringify({ ...circumstances, reports: Object.fromEntries(reports) }, undefined, 2)}\n`)

const failed = [...reports.values()].filter(({ failures }) => failures.length > 0).length
const skipped = [...reports.values()].filter((report) => report.skipped !== undefined).length
console.log(`${reports.size - failed - skipped} parts passed, ${failed} failed, ${skipped} skipped in ${seconds()} s`)
if (failed > 0) process.exitCode = 1
