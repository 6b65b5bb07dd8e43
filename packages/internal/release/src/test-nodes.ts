/**
 * `npm run test:nodes`: the tests of the engine, the driver, every flavour and what is built on them, on each other Node that
 * is supported; `-- recorder hub` of these packages only.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const VERSIONS = ['22', '26']
const PACKAGES = ['core', 'instrument', 'node', 'aio', 'rx', 'effect', 'legacy', 'sio', 'sim', 'recorder', 'hub']
/** Suites that run side by side: most of their time they wait. */
const SIDE = 2

const { resolve } = createRequire(import.meta.url)
const vitest = resolve('vitest/package.json').replace('package.json', 'vitest.mjs')
const folder = mkdtempSync(join(tmpdir(), 'sockio-nodes-'))
const chosen = process.argv.slice(2)
const unknown = chosen.find((name) => !PACKAGES.includes(name))
if (unknown !== undefined) throw new RangeError(`expected ${PACKAGES.join(', ')}, got ${unknown}`)
const names = chosen.length > 0 ? chosen : PACKAGES
const suites = VERSIONS.flatMap((version) => names.map((name) => ({ version, name })))
let failed = false

/** Runs one suite; what it printed is shown when it fails. */
async function run({ version, name }: (typeof suites)[number]): Promise<void> {
  const bin = join(dirname(resolve(`node${version}/package.json`)), 'bin')
  const file = join(folder, `${name}-${version}.json`)
  const child = spawn(
    join(bin, 'node'),
    [vitest, 'run', '--reporter=default', '--reporter=json', `--outputFile=${file}`],
    {
      cwd: fileURLToPath(new URL(`../../../${name}`, import.meta.url)),
      env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  const output: string[] = []
  child.stdout.on('data', (text) => output.push(String(text)))
  child.stderr.on('data', (text) => output.push(String(text)))
  const [code] = await once(child, 'close')
  if (code !== 0) {
    failed = true
    console.log(output.join(''))
  }
  console.log(`Node ${version}  @sockio/${name.padEnd(8)} ${code === 0 ? counts(file) : `FAILED with code ${code}`}`)
}

function counts(file: string): string {
  const { numPassedTests, numPendingTests } = JSON.parse(readFileSync(file, 'utf8'))
  return `${numPassedTests} passed${numPendingTests > 0 ? `, ${numPendingTests} skipped` : ''}`
}

const queue = suites.values()
await Promise.all(
  Array.from({ length: SIDE }, async () => {
    for (const suite of queue) await run(suite)
  }),
)
rmSync(folder, { recursive: true })
if (failed) process.exitCode = 1
