#!/usr/bin/env node
/** The executable. */
import { Interrupted } from './failure.ts'
import { interruption } from './interrupt.ts'
import { run } from './program.ts'

const signal = interruption()
process.exitCode = await run(process.argv.slice(2), signal)
/** Ms for what is left to end by itself: little where the signal says what the exit code does, long where all went well. */
const grace = process.exitCode === 0 ? 10_000 : 300
process.stdin.destroy() // what is still to be read from it would keep the process

const name = signal.reason instanceof Interrupted ? signal.reason.signal : undefined
if (name !== undefined) {
  // So would a name that is still looked up, which nothing can give up, not even exit(): the signal itself ends that.
  const end = () => {
    process.removeAllListeners(name)
    process.kill(process.pid, name)
  }
  setTimeout(end, grace).unref()
}
