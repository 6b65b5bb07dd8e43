/** Starts the thread of the sockets. */
import { Worker } from 'node:worker_threads'
import type { Start } from './protocol.ts'
import { workerCode } from './worker-code.ts'

/** The flags that have something run before a program, each with its value. */
const PRELOADS = /(?<=^|\s)(?:--(?:import|require|loader|experimental-loader)|-r)(?:=|\s+)(?:"(?:[^"\\]|\\.)*"|\S+)/g

/** What a preload does is done for the program. In here it may need this very thread: which would start another, and so on. */
function environment(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS, ...env } = process.env
  return NODE_OPTIONS === undefined ? env : { ...env, NODE_OPTIONS: NODE_OPTIONS.replace(PRELOADS, '').trim() }
}

/** Flags of the command line, such as --import, --eval or --input-type, are the caller's own affair. */
export function startWorker(start: Start): Worker {
  return new Worker(workerCode, {
    eval: typeof workerCode === 'string',
    workerData: start,
    transferList: [start.lifeline],
    name: 'sockio',
    execArgv: [],
    env: environment(),
  })
}
