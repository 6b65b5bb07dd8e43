/** Starts real servers on free loopback ports, kills and freezes them, and lets none outlive the tests. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, constants, readdirSync, readFileSync, writeSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { until } from './until.ts'

export const HOST = '127.0.0.1'

/** A program that serves on a TCP port. */
export interface Program {
  readonly name: string
  /** How to install it. */
  readonly install: string
  args(port: number): readonly string[]
}

export const rigctld: Program = {
  name: 'rigctld',
  install: 'apt-get install libhamlib-utils',
  args: (port) => ['-m', '1', '-T', HOST, '-t', String(port)],
}

export const redis: Program = {
  name: 'redis-server',
  install: 'apt-get install redis-server',
  args: (port) => ['--port', String(port), '--bind', HOST, '--save', '', '--daemonize', 'no'],
}

export const memcached: Program = {
  name: 'memcached',
  install: 'apt-get install memcached',
  args: (port) => ['-l', HOST, '-p', String(port), '-u', 'nobody'],
}

function installed(name: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((directory) => {
    try {
      accessSync(join(directory, name), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

/**
 * Is the program missing? Then this says so, loudly, and the tests are to be skipped.
 *
 * @throws {Error} instead, where `CI` is `true`: tests that never ran must not look green there
 */
export function missing({ name, install }: Pick<Program, 'name' | 'install'>): boolean {
  if (installed(name)) return false
  const message = `${name} is not installed (${install})`
  if (process.env.CI === 'true') throw new Error(message)
  writeSync(2, `\nSKIPPED: ${message}\n\n`)
  return true
}

/** Below the ports that systems give to clients: else a poll of a port without a server may connect to itself. */
const [FIRST, LAST] = [15_000, 32_000]

async function freePort(): Promise<number> {
  return until('a free port', async () => {
    const port = FIRST + Math.floor(Math.random() * (LAST - FIRST))
    const probe = createServer().listen(port, HOST)
    try {
      await once(probe, 'listening')
    } catch {
      return undefined
    }
    probe.close()
    await once(probe, 'close')
    return port
  })
}

/** A connection, or undefined where nobody listens. */
function attempt(port: number): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = connect(port, HOST)
    socket.once('connect', () => resolve(socket)).on('error', () => resolve(undefined))
  })
}

/** Kills `child` when this process is gone, however it went: the shell then reads the end of its input. */
export function guard(child: ChildProcess): void {
  const guardian = spawn('sh', ['-c', `read _; kill -9 ${child.pid}`], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  guardian.unref()
  child.once('exit', () => guardian.kill('SIGKILL'))
}

/** As the kernel of Linux has it: T is stopped, Z is dead and not yet reaped. */
function stateOf(pid: number): string {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
  return stat.charAt(stat.lastIndexOf(')') + 2)
}

/** A server that runs; disposal kills it. */
export class Server implements AsyncDisposable {
  readonly #program: Program
  readonly port: number
  #child: ChildProcess | undefined
  #output = ''

  private constructor(program: Program, port: number) {
    this.#program = program
    this.port = port
  }

  /** Resolves when it accepts connections. */
  static async start(program: Program): Promise<Server> {
    const server = new Server(program, await freePort())
    await server.restart()
    return server
  }

  /** On the same port, after `kill()`. */
  async restart(): Promise<void> {
    const { name } = this.#program
    const child = spawn(name, this.#program.args(this.port), { cwd: tmpdir(), stdio: ['ignore', 'pipe', 'pipe'] })
    this.#output = ''
    const keep = (text: string) => {
      this.#output += text
    }
    child.stdout.setEncoding('utf8').on('data', keep)
    child.stderr.setEncoding('utf8').on('data', keep)
    await once(child, 'spawn')
    guard(child)
    this.#child = child
    const socket = await until(`${name} accepts connections on port ${this.port}`, () => {
      if (child.exitCode !== null) throw new Error(`${name} ended with code ${child.exitCode}: ${this.#output}`)
      return attempt(this.port)
    })
    // It stays until the server is gone: where rigctld sees one connection close, it may close the next with it.
    child.once('exit', () => socket.destroy())
  }

  /** kill -9: it says goodbye to nobody. Resolves when it is gone. */
  async kill(): Promise<void> {
    const child = this.#child
    if (child === undefined) return
    this.#child = undefined
    if (child.exitCode !== null || child.signalCode !== null) return
    const exit = once(child, 'exit')
    child.kill('SIGKILL')
    await exit
  }

  /** Kills it within one turn of our event loop: whatever its death has sent us is here, and nobody has looked. */
  killUnseen(): void {
    const pid = this.#child?.pid
    if (pid === undefined) return
    process.kill(pid, 'SIGKILL')
    while (stateOf(pid) !== 'Z' || readdirSync(`/proc/${pid}/task`).length > 1) {
      // Its threads end one by one, and the last one closes the sockets.
    }
  }

  /** Stops it as a debugger would: its kernel goes on accepting connections and bytes, and nobody answers. */
  async freeze(): Promise<void> {
    const pid = this.#child?.pid
    if (pid === undefined) return
    process.kill(pid, 'SIGSTOP')
    if (process.platform === 'linux') await until(`${this.#program.name} is stopped`, () => stateOf(pid) === 'T')
    for (let turn = 0; turn < 2; turn++) await setImmediate() // what it had sent is read
  }

  /** Lets it go on after `freeze()`. */
  thaw(): void {
    this.#child?.kill('SIGCONT')
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.kill()
  }
}
