/** Runs a part in a process of its own: its heap, its handles and its network are nobody else's. */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Report, Scale } from './part.ts'

export interface Surroundings {
  /** The Node that runs it; default: this one. */
  readonly node?: string
  /** What it is started by, such as `unshare --net`. */
  readonly under?: readonly string[]
  /** Options for Node itself. */
  readonly flags?: readonly string[]
}

/** What does not end by itself so long after its report has left something behind. */
const LINGER_MS = 5000
const SCRIPT = fileURLToPath(new URL('run-part.ts', import.meta.url))

/** @param module the path of the part, from this folder: `'./matrix/matrix.ts'` */
export function spawnPart(module: string, scale: Scale, surroundings?: Surroundings): Promise<Report> {
  return spawnScript(SCRIPT, [module, JSON.stringify(scale)], surroundings)
}

/** A script that sends its report by itself. */
export async function spawnScript(
  script: string,
  args: readonly string[],
  { node = process.execPath, under = [], flags = [] }: Surroundings = {},
): Promise<Report> {
  const [command = node, ...rest] = [...under, node, ...flags, script, ...args]
  const child = spawn(command, rest, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const { promise, resolve } = Promise.withResolvers<Report>()
  let report: Report | undefined
  let linger: NodeJS.Timeout | undefined
  child.on('message', (message) => {
    report = message as Report
    linger = setTimeout(() => child.kill('SIGKILL'), LINGER_MS)
  })
  child.on('error', (error) => resolve({ figures: [], failures: [String(error)] }))
  child.on('exit', (code, signal) => {
    clearTimeout(linger)
    if (report === undefined) resolve({ figures: [], failures: [`ended with ${signal ?? code} before it reported`] })
    else if (code === 0) resolve(report)
    else resolve({ ...report, failures: [...report.failures, 'the process did not end by itself: something was left'] })
  })
  return promise
}
