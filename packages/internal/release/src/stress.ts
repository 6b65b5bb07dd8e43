/**
 * `npm run stress`: `npm test`, or the command that is given, on a machine that has other things to do. Busy loops take
 * twice as many threads as there are cores for this process (`taskset -c 0 npm run stress`: one). They are threads of
 * this process, so that they end with it, however it ends.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { availableParallelism, constants } from 'node:os'
import { Worker } from 'node:worker_threads'

const LOOPS_PER_CORE = 2

const [program = 'npm', ...args] = process.argv.length > 2 ? process.argv.slice(2) : ['npm', 'test']
const cores = availableParallelism()
const loops = Array.from({ length: LOOPS_PER_CORE * cores }, () => new Worker('for (;;) {}', { eval: true }))
await Promise.all(loops.map((loop) => once(loop, 'online')))

const began = performance.now()
const before = process.cpuUsage()
let child: ChildProcess | undefined
// Before the command can say that it runs: who hears of that may send one at once.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (child?.pid === undefined) process.exit(128 + constants.signals[signal])
    if (child.exitCode === null) process.kill(-child.pid, signal)
  })
}
/** In a group of its own, so that a signal for this process reaches all that the command has started. */
child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'], detached: true })
const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null]

const seconds = (performance.now() - began) / 1000
const { user, system } = process.cpuUsage(before)
const share = Math.round((user + system) / (seconds * cores * 10_000))
const ended = code === 0 ? 'passed' : `FAILED with ${signal ?? `code ${code}`}`
console.log(
  `stress: ${[program, ...args].join(' ')} ${ended} after ${seconds.toFixed()} s, on ${cores} ` +
    `${cores === 1 ? 'core' : 'cores'} of which ${loops.length} busy loops took ${share} %`,
)
process.exit(code ?? 128 + (signal === null ? 0 : constants.signals[signal]))
