/**
 * `npm test`, after the build: three lanes side by side, since most suites wait for most of their time, and in each lane
 * one suite after the other. What would fight for the cores, or for memory, is in one lane: browsers and programs in the
 * first, threads in the second, in the third what mostly waits. Whatever fails, all are run.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'

const lanes = [
  ['cli', 'docs', 'examples', 'integration', 'bench'],
  ['sio', 'sim', 'release'],
  ['core', 'node', 'aio', 'rx', 'legacy', 'effect'],
]

/** The exit code of one lane. */
async function run(lane: readonly string[]): Promise<number> {
  const filters = lane.map((name) => `--filter=@sockio/${name}`)
  const args = ['run', 'test', '--continue', '--only', '--concurrency=1', '--output-logs=full', ...filters]
  const [code] = (await once(spawn('turbo', args, { stdio: 'inherit' }), 'exit')) as [number | null]
  return code ?? 1
}

process.exitCode = Math.max(...(await Promise.all(lanes.map(run))))
