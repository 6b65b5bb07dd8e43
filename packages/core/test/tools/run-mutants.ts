/**
 * Breaks a copy of the engine in each way of mutants.ts, and runs the tests against it: `pnpm run mutants`. A mutant that
 * survives is a property that no test states. Takes minutes.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { mutants } from './mutants.ts'

const home = join(import.meta.dirname, '../..')
const copy = join(home, '.mutant')
const only = process.argv[2] ?? ''

interface Outcome {
  readonly testResults: readonly { readonly name: string; readonly status: string }[]
}

/** The test files that fail; one that hangs fails too. */
function failing(): string[] {
  const vitest = join(home, '../../node_modules/vitest/vitest.mjs')
  const outcome = join(copy, 'outcome.json')
  const args = [
    vitest,
    'run',
    '--reporter=json',
    `--outputFile=${outcome}`,
    '--root',
    copy,
    '--exclude',
    'test/purity.test.ts',
    '--exclude',
    'test/mutants.test.ts',
  ]
  const { error } = spawnSync(process.execPath, args, { cwd: copy, stdio: 'ignore', timeout: 120_000 })
  if (error !== undefined) return ['it hangs']
  const { testResults } = JSON.parse(readFileSync(outcome, 'utf8')) as Outcome
  return testResults
    .filter(({ status }) => status !== 'passed')
    .map(({ name }) => name.replace(/.*\/test\/|\.test\.ts/g, ''))
}

let survived = 0
for (const [title, file, from, to] of mutants.filter(([title]) => title.includes(only))) {
  rmSync(copy, { recursive: true, force: true })
  for (const part of ['src', 'test', 'package.json']) cpSync(join(home, part), join(copy, part), { recursive: true })
  writeFileSync(join(copy, 'vitest.config.ts'), "export { default } from '../../../vitest.base.ts'\n")
  const source = readFileSync(join(copy, 'src', file), 'utf8')
  if (source.split(from).length !== 2) throw new Error(`${title}: its text is not in ${file} once`)
  writeFileSync(
    join(copy, 'src', file),
    source.replace(from, () => to),
  )
  const found = failing()
  if (found.length === 0) survived++
  console.log(`${found.length === 0 ? 'SURVIVED' : 'killed  '}  ${title.padEnd(60)} ${found.join(', ')}`)
}
rmSync(copy, { recursive: true, force: true })
console.log(`${mutants.length - survived} of ${mutants.length} killed`)
if (survived > 0) process.exitCode = 1
