/**
 * `npm test`, after the build. First the suites of one process, which wait for most of their time, two at once; then,
 * one after the other, those that start programs, browsers and servers, or move much: side by side they would only fight
 * for the cores. Whatever fails, all are run.
 */
import { spawnSync } from 'node:child_process'

const ALONE = ['sio', 'cli', 'docs', 'examples', 'integration', 'release', 'reliability', 'bench']

const turns = [
  ['--concurrency=2', ...ALONE.map((name) => `--filter=!@sockio/${name}`)],
  ['--concurrency=1', ...ALONE.map((name) => `--filter=@sockio/${name}`)],
]
const codes = turns.map((options) => {
  const args = ['run', 'test', '--continue', '--output-logs=full', ...options]
  return spawnSync('turbo', args, { stdio: 'inherit' }).status ?? 1
})
process.exitCode = Math.max(...codes)
