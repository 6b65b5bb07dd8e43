/**
 * `npm run test:runtimes`: the conformance rows of every flavour on Bun and on Deno. A runtime that can't be had for this
 * machine is left out, and a notice says so.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { programOf, RUNTIMES } from './runtimes.ts'

/** Files of `packages`, with their arguments. */
const PROGRAMS = [
  ...['aio', 'rx', 'effect', 'legacy', 'sio'].map((flavour) => ['internal/conformance/src/main.ts', flavour]),
  ['sio/test/blocked-stacks.ts'],
]
/** Suites that run side by side: most of their time they wait. */
const SIDE = 4

const packages = fileURLToPath(new URL('../../..', import.meta.url))
const suites: { readonly name: string; readonly command: readonly string[] }[] = []
let failed = false

for (const runtime of RUNTIMES) {
  const program = programOf(runtime)
  if (program === undefined) {
    console.log(`\n*** SKIPPED: there is no ${runtime.name} for this machine, so nothing was run on it ***\n`)
    continue
  }
  for (const run of PROGRAMS) {
    suites.push({ name: `${run.join(' ')} on ${runtime.name}`, command: [program, ...runtime.flags, ...run] })
  }
}

async function run({ name, command: [program = '', ...args] }: (typeof suites)[number]): Promise<void> {
  const child = spawn(program, args, {
    cwd: packages,
    env: { ...process.env, DENO_NO_UPDATE_CHECK: '1', NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output: string[] = []
  for (const pipe of [child.stdout, child.stderr]) pipe.on('data', (text) => output.push(String(text)))
  const [code] = await once(child, 'close')
  console.log(output.join(''))
  if (code === 0) return
  failed = true
  console.log(`FAILED with code ${code}: ${name}\n`)
}

const queue = suites.values()
await Promise.all(
  Array.from({ length: SIDE }, async () => {
    for (const suite of queue) await run(suite)
  }),
)
if (failed) process.exitCode = 1
