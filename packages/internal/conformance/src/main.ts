/**
 * Runs the table against one flavour without a test runner, on whatever runs this file: Node, `bun --expose-gc` or
 * `deno run --allow-all`.
 *
 *     node src/main.ts aio             # all rows
 *     node src/main.ts aio timeout     # those whose name has this in it
 */
import { getHeapStatistics } from 'node:v8'
import { checkNames, ROW_LIMIT_MS } from './conformance.ts'
import type { Row } from './row.ts'
import { rows } from './rows/index.ts'
import { runRow } from './run-row.ts'
import { runtimeLimits } from './runtime-limits.ts'
import type { Subject } from './subject.ts'

/** What is known to fail, perhaps by hanging, is given up early: on a busy machine that only hides that it could pass. */
const KNOWN_MS = 5_000

const { bun, deno, node } = process.versions
const [runtime, version] = bun ? ['Bun', bun] : deno ? ['Deno', deno] : ['Node', node]
const [flavour = '', part = ''] = process.argv.slice(2)
const { [flavour]: subject } = (await import(`../../../${flavour}/test/shim.ts`)) as Readonly<Record<string, Subject>>
if (subject === undefined) throw new Error(`no flavour is named "${flavour}"`)

const limits = (runtimeLimits[runtime] ?? []).filter(({ flavours }) => flavours?.includes(flavour) ?? true)
const known = new Set(limits.flatMap((limit) => limit.rows))
const skipped = Object.keys(subject.skips ?? {})
checkNames([...known, ...skipped], `what ${runtime} or ${flavour} can't do`)

/** Why the row failed; undefined when it passed. */
async function failure(row: Row, tested: Subject, limit: number): Promise<Error | undefined> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error(`not over after ${limit} ms`)), limit)
  const run = runRow(row, tested, (text) => console.log(`  ${row.name}: ${text}`))
  run.catch(() => undefined) // also when nobody waits for it any more
  try {
    await Promise.race([run, late.promise])
    return undefined
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  } finally {
    clearTimeout(timer)
  }
}

const counts = { passed: 0, failed: 0, cannot: 0 }
for (const row of rows) {
  if (!row.name.includes(part) || skipped.includes(row.name)) continue
  const cannot = known.has(row.name)
  const error = await failure(row, subject, cannot ? KNOWN_MS : ROW_LIMIT_MS)
  if (cannot && error !== undefined) counts.cannot++
  else if (cannot) {
    counts.failed++
    console.log(`PASSED, AGAINST THE TABLE: ${row.name}\n  ${runtime} can do it: take it out of runtime-limits.ts`)
  } else if (error === undefined) counts.passed++
  else {
    counts.failed++
    console.log(`FAILED: ${row.name}\n${(error.stack ?? String(error)).replace(/^/gm, '  ')}`)
  }
}
for (const { reason, rows: names } of part === '' ? limits : []) {
  console.log(`  ${runtime} can't: ${reason}`, ...names.map((name) => `\n    ${name}`))
}
const heap = Math.round(getHeapStatistics().heap_size_limit / 2 ** 20)
const where = runtime === 'Node' ? `${runtime} ${version} with a heap of ${heap} MiB` : `${runtime} ${version}`
const also = [
  counts.cannot > 0 ? `, ${counts.cannot} that ${runtime} can't` : '',
  part === '' && skipped.length > 0 ? `, ${skipped.length} that ${flavour} skips` : '',
]
console.log(`${where}: ${flavour}: ${counts.passed} rows passed, ${counts.failed} failed${also.join('')}`)
process.exit(counts.failed === 0 && counts.passed + counts.cannot > 0 ? 0 : 1) // at once: what hung may have left anything
