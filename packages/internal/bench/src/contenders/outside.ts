/** Contenders that are programs of their own: they are told how much to do, and tell what it took. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Contender, Run, Told } from '../workload.ts'
import { CURVE } from './values.ts'

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/** Inherits the core of this process, which rests while it works. */
function run(child: ChildProcess, done: () => void): Run {
  if (child.stdout === null || child.stdin === null) throw new Error('a program without input or output')
  const { stdin, stdout } = child
  const lines = createInterface(stdout)
  const ended = once(child, 'exit').then(([code]) => Promise.reject(new Error(`it ended with code ${code}`)))
  ended.catch(() => undefined)
  let last: Told = { seconds: Number.NaN, cpu: 0, p50: 0, p99: 0 }
  return {
    async go(n) {
      stdin.write(`${n}\n`)
      const [line] = await Promise.race([once(lines, 'line'), ended])
      const [seconds = Number.NaN, cpu = 0, p50 = 0, p99 = 0] = String(line).split(' ').map(Number)
      last = { seconds, cpu, p50, p99 }
    },
    told: () => last,
    close() {
      child.kill()
      done()
    },
  }
}

/** Compiled with whatever compiler there is. */
export const cClient: Contender = {
  name: 'C, blocking calls',
  async open(port) {
    const folder = mkdtempSync(join(tmpdir(), 'sockio-bench-'))
    const program = join(folder, 'client')
    const done = () => rmSync(folder, { recursive: true, force: true })
    for (const compiler of ['cc', 'gcc', 'clang']) {
      const { status } = spawnSync(compiler, ['-O2', '-o', program, here('./client.c')], { stdio: 'ignore' })
      if (status !== 0) continue
      return run(spawn(program, [String(port)], { stdio: ['pipe', 'pipe', 'inherit'] }), done)
    }
    done()
    return undefined
  },
}

/** `asyncio` streams of the machine's Python 3. */
export function asyncio(what: 'requests' | 'lines'): Contender {
  return {
    name: 'Python, asyncio streams',
    async open(port) {
      if (spawnSync('python3', ['-c', 'import asyncio'], { stdio: 'ignore' }).status !== 0) return undefined
      const args = [here('./asyncio_client.py'), String(port), what]
      return run(spawn('python3', args, { stdio: ['pipe', 'pipe', 'inherit'] }), () => undefined)
    },
  }
}

/** Those of a user, and of the system: packages of Debian are only in the latter. */
const PYTHONS = ['python3', '/usr/bin/python3']

/** PyVISA, with its backend in Python; by whichever Python 3 of the machine has it. */
export const pyvisa: Contender = {
  name: 'PyVISA, query_binary_values',
  async open(port) {
    const has = (python: string) => spawnSync(python, ['-c', 'import pyvisa_py'], { stdio: 'ignore' }).status === 0
    const python = PYTHONS.find(has)
    if (python === undefined) {
      console.error('left out: PyVISA, which is not installed (apt-get install python3-pyvisa-py)')
      return undefined
    }
    const args = [here('./pyvisa_client.py'), String(port), String(CURVE)]
    return run(spawn(python, args, { stdio: ['pipe', 'pipe', 'inherit'] }), () => undefined)
  },
}
