// @ts-check
/** Writes rows x flavours as a page of the docs, from the results of the last run of each flavour. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'

/** @typedef {{ section: string, name: string, outcome: 'passed' | 'failed' | 'skipped', reason?: string, note?: string }} Result */

const directory = new URL('../results/', import.meta.url)
/** Of the packages: examples run the suite too. @param {string} flavour */
const isPackage = (flavour) => existsSync(new URL(`../../../${flavour}/package.json`, import.meta.url))
const flavours = readdirSync(directory)
  .filter((file) => file.endsWith('.json'))
  .map((file) => file.slice(0, -'.json'.length))
  .filter(isPackage)
const files = flavours.map((flavour) => `${flavour}.json`)
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

/** @type {string[]} */
const lines = [
  '# What every flavour does',
  '',
  'The conformance suite states the behaviours of the library once, as a table, and runs it against every flavour. This page',
  'is written by `npx pnpm@12 --filter @sockio/conformance matrix` from the results of the last runs.',
]
/** In a cell of a table, and no link. @param {string} name */
const plain = (name) => name.replaceAll('|', '\\|').replaceAll(/\bhttps?:\/\/[^\s"]+/g, '`$&`')
const print = (/** @type {string[]} */ ...cells) => lines.push(`| ${cells.join(' | ')} |`)
for (const section of new Set(sections.values())) {
  lines.push('', `## ${section}`, '')
  print('behaviour', ...flavours)
  print('---', ...flavours.map(() => '---'))
  for (const [name, of] of sections) {
    if (of === section) print(plain(name), ...results.map((rows) => cell(rows.get(name))))
  }
}
if (reasons.size > 0) lines.push('', '## Why a row is skipped', '')
for (const [reason, number] of reasons) lines.push(`${number}. ${reason}`)
writeFileSync(new URL('../../../../docs/conformance.md', import.meta.url), `${lines.join('\n')}\n`)
