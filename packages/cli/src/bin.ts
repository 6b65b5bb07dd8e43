#!/usr/bin/env node
/** The executable. */
import { interruption } from './interrupt.ts'
import { run } from './program.ts'

process.exitCode = await run(process.argv.slice(2), interruption())
process.stdin.destroy() // what is still to be read from it would keep the process
