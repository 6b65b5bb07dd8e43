/**
 * `npm run test:small`: the conformance rows on a small machine: one core, and little more than 48 MiB of heap for each
 * thread. Without a test runner: that of the suites runs out of memory after half of the rows.
 */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** Left alone, the space for the young may grow to four times as much as is allowed for the old. */
const HEAP = ['--max-old-space-size=48', '--max-semi-space-size=2']

const main = fileURLToPath(new URL('../../conformance/src/main.ts', import.meta.url))
const command = [process.execPath, ...HEAP, main, 'aio']
const pinned = spawnSync('taskset', ['-c', '0', 'true']).status === 0
if (!pinned) console.log('\n*** there is no taskset here: this runs on all cores ***\n')
const [program = '', ...args] = pinned ? ['taskset', '-c', '0', ...command] : command
const { status } = spawnSync(program, args, { stdio: 'inherit' })
process.exitCode = status ?? 1
