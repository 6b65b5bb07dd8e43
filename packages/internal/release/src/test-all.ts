/**
 * `npm test`, after the build: the suites of all packages, some side by side, since they wait for most of their time; the
 * longest first. What a suite prints is shown when it is over. Whatever fails, all are run.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'

const SUITES = [
  ...['cli', 'hub', 'aio', 'sio', 'effect', 'legacy', 'examples', 'rx', 'core', 'docs'], // one to three minutes each
  ...['node', 'sim', 'instrument', 'recorder', 'integration', 'bench', 'release', 'fuzz'],
]
const SIDE = 6

const failed: string[] = []
const began = performance.now()

async function run(name: string): Promise<void> {
  const since = performance.now()
  const child = spawn('pnpm', ['--filter', `@sockio/${name}`, 'run', 'test'], { stdio: ['ignore', 'pipe', 'pipe'] })
  const output: Buffer[] = []
  for (const pipe of [child.stdout, child.stderr]) pipe.on('data', (chunk: Buffer) => output.push(chunk))
  const [code] = await once(child, 'close')
  if (code !== 0) failed.push(name)
  process.stdout.write(Buffer.concat(output))
  console.log(`@sockio/${name}: ${code === 0 ? 'passed' : `FAILED with code ${code}`}, ${seconds(since)} s\n`)
}

const seconds = (since: number): string => ((performance.now() - since) / 1000).toFixed()

const queue = SUITES.values()
const side = async () => {
  for (const name of queue) await run(name)
}
await Promise.all(Array.from({ length: SIDE }, side))

console.log(`${SUITES.length - failed.length} suites passed, ${failed.length} failed in ${seconds(began)} s`)
if (failed.length > 0) {
  console.log(`failed: ${failed.join(', ')}`)
  process.exitCode = 1
}
