// @ts-check
/** Prints rows x flavours as a Markdown table, from the results of the last runs. */
import { readdirSync, readFileSync } from 'node:fs'

/** @typedef {{ section: string, name: string, outcome: 'passed' | 'failed' | 'skipped', reason?: string, note?: string }} Result */

const directory = new URL('../results/', import.meta.url)
const files = readdirSync(directory).filter((file) => file.endsWith('.json'))
const flavours = files.map((file) => file.slice(0, -'.json'.length))
/** @type {Map<string, Result>[]} */
const results = files.map((file) => {
  /** @type {Result[]} */
  const rows = JSON.parse(readFileSync(new URL(file, directory), 'utf8'))
  return new Map(rows.map((row) => [row.name, row]))
})
/** @type {Map<string, string>} */
const sections = new Map(results.flatMap((rows) => [...rows.values()].map(({ name, section }) => [name, section])))
const marks = { passed: 'yes', failed: 'FAILS', skipped: 'skips' }
const reasons = new Map()

/** @param {Result | undefined} result */
function cell(result) {
  if (result === undefined) return ''
  if (result.outcome !== 'skipped') return marks[result.outcome]
  if (!reasons.has(result.reason)) reasons.set(result.reason, reasons.size + 1)
  return `${marks.skipped} (${reasons.get(result.reason)})`
}

const print = (/** @type {string[]} */ ...cells) => console.log(`| ${cells.join(' | ')} |`)
for (const section of new Set(sections.values())) {
  console.log(`\n## ${section}\n`)
  print('behaviour', ...flavours)
  print('---', ...flavours.map(() => '---'))
  for (const [name, of] of sections) {
    if (of === section) print(name.replaceAll('|', '\\|'), ...results.map((rows) => cell(rows.get(name))))
  }
}
if (reasons.size > 0) console.log('')
for (const [reason, number] of reasons) console.log(`${number}. ${reason}`)
