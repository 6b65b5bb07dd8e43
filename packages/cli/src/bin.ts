#!/usr/bin/env node
/** The executable. */
import { interruption } from './interrupt.ts'
import { run } from './program.ts'

process.exitCode = await run(process.argv.slice(2), interruption())
process.stdin.destroy() // what is still to be read from it would keep the process
// So would a name that is still looked up, which can't be given up. What is not yet printed has its time.
setTimeout(() => {
  if (process.stdout.writableLength === 0) process.exit()
}, 200).unref()
