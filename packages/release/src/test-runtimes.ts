/**
 * `npm run test:runtimes`: the conformance rows of every flavour on Bun and on Deno. A runtime that can't be had for this
 * machine is left out, and a notice says so.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { programOf, RUNTIMES } from './runtimes.ts'

const FLAVOURS = ['aio', 'rx', 'effect', 'legacy', 'sio']
/** Suites that run side by side: most of their time they wait. */
const SIDE = 4

const main = fileURLToPath(new URL('../../conformance/src/main.ts', import.meta.url))
const suites: { readonly runtime: string; readonly flavour: string; readonly command: readonly string[] }[] = []
let failed = false

for (const runtime of RUNTIMES) {
  const program = programOf(runtime)
  if (program === undefined) {
    console.log(`\n*** SKIPPED: there is no ${runtime.name} for this machine, so nothing was run on it ***\n`)
    continue
  }
  for (const flavour of FLAVOURS) {
    suites.push({ runtime: runtime.name, flavour, command: [program, ...runtime.flags, main, flavour] })
  }
}

async function run({ runtime, flavour, command: [program = '', ...args] }: (typeof suites)[number]): Promise<void> {
  const child = spawn(program, args, {
    env: { ...process.env, DENO_NO_UPDATE_CHECK: '1', NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output: string[] = []
  for (const pipe of [child.stdout, child.stderr]) pipe.on('data', (text) => output.push(String(text)))
  const [code] = await once(child, 'close')
  console.log(output.join(''))
  if (code === 0) return
  failed = true
  console.log(`FAILED with code ${code}: ${flavour} on ${runtime}\n`)
}

const queue = suites.values()
await Promise.all(
  Array.from({ length: SIDE }, async () => {
    for (const suite of queue) await run(suite)
  }),
)
if (failed) process.exitCode = 1
