/**
 * `npm run test:small`: the conformance rows on a small machine: one core, and a heap of 48 MiB for each thread. Without
 * a test runner, which needs more than that for itself.
 */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const HEAP_MIB = 48

const main = fileURLToPath(new URL('../../conformance/src/main.ts', import.meta.url))
const command = [process.execPath, `--max-old-space-size=${HEAP_MIB}`, main, 'aio']
const pinned = spawnSync('taskset', ['-c', '0', 'true']).status === 0
if (!pinned) console.log('\n*** there is no taskset here: this runs on all cores ***\n')
const [program = '', ...args] = pinned ? ['taskset', '-c', '0', ...command] : command
const { status } = spawnSync(program, args, { stdio: 'inherit' })
process.exitCode = status ?? 1
