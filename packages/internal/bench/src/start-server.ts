/** Starts the instrument in a process of its own, on a core of its own where that can be had. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export interface Server {
  readonly port: number
  /** What it is: `C`, or `Node` where there is no compiler. */
  readonly kind: 'C' | 'Node'
  stop(): void
}

function source(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url))
}

/** The program in `folder`, or undefined without a working compiler. */
function compile(folder: string): string | undefined {
  const program = join(folder, 'server')
  for (const compiler of ['cc', 'gcc', 'clang']) {
    const { status } = spawnSync(compiler, ['-O2', '-o', program, source('./server.c')], { stdio: 'ignore' })
    if (status === 0) return program
  }
  return undefined
}

/** The port that it prints when it listens. */
async function portOf(child: ChildProcess): Promise<number> {
  if (child.stdout === null) throw new Error('the server has no output')
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the server ended with code ${code} before it listened`)
  })
  const [line] = await Promise.race([once(createInterface(child.stdout), 'line'), ended])
  ended.catch(() => undefined)
  return Number(line)
}

/** `core`: where it is to run; undefined: anywhere. It ends with this process, whatever ends that. */
export async function startServer(core: number | undefined): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'sockio-bench-'))
  const program = compile(folder)
  const command = program === undefined ? [process.execPath, source('./server.ts')] : [program]
  const path = join(folder, 'unix')
  const [file = '', ...args] = core === undefined ? command : ['taskset', '-c', String(core), ...command]
  const child = spawn(file, [...args, path], { stdio: ['pipe', 'pipe', 'inherit'] })
  process.env.SOCKIO_BENCH_UNIX = path // for the processes of the workloads
  const stop = () => {
    child.kill()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    return { port: await portOf(child), kind: program === undefined ? 'Node' : 'C', stop }
  } catch (error) {
    stop()
    throw error
  }
}
