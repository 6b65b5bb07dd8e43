/** Runs a program of a page as its reader does: a copy that knows where the instrument is, until it ends by itself. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { SimConfig } from '@sockio/cli'
import { type Device, type SimulatedDevice, scope, simulate } from '@sockio/sim'
import type { Flavour } from '../src/flavours.ts'
import { docs } from '../src/pages.ts'
import type { Task } from '../src/programs.ts'
import { atDevice } from './printed.ts'

/** What the `bench.ts` of a task may export; all of it may be missing. */
export interface Bench {
  /** What answers at `scope.lab:5025`. */
  readonly default?: (() => Device) | SimConfig
  /** Puts up what else has to be there: another server, a file that the reader has by another name. */
  readonly around?: (stage: Stage) => Promise<Surroundings>
  /** What people do while the program runs: ask it, look at it, stop it. */
  readonly meanwhile?: (program: Running, device: SimulatedDevice) => Promise<void>
}

export interface Stage {
  /** Where the copy is, as the program sees it: its working directory. */
  readonly folder: string
  readonly flavour: Flavour
  readonly device: SimulatedDevice
}

export interface Surroundings extends Partial<AsyncDisposable> {
  readonly env?: Readonly<Record<string, string>>
  /** What follows `node`, where it is not the program alone. */
  readonly args?: readonly string[]
  /** Where the program finds the instrument, where something is in between. */
  readonly at?: { readonly host: string; readonly port: number }
}

/** Copies, so that the programs of two flavours are not in each other's way. */
const copies = join(docs, 'snippets', 'programs')
/** Guards against hanging only. */
const LIMIT_MS = 110_000

/** A program that runs. */
export class Running {
  readonly child: ChildProcess
  readonly #ended: Promise<unknown>
  #stdout = ''
  #stderr = ''

  constructor(child: ChildProcess) {
    this.child = child
    this.#ended = once(child, 'close')
    child.stdout?.setEncoding('utf8').on('data', (text) => {
      this.#stdout += text
    })
    child.stderr?.setEncoding('utf8').on('data', (text) => {
      this.#stderr += text
    })
  }

  get printed(): string {
    return this.#stdout + this.#stderr
  }

  /** Waits until it has printed that. */
  async said(what: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const found = what.exec(this.#stdout)
      if (found !== null) return found
      if (this.child.exitCode !== null) throw new Error(`it has ended without ${what}: ${this.printed}`)
      await Promise.race([once(this.child.stdout ?? this.child, 'data'), this.#ended])
    }
  }

  /** Waits until it ends, and gives what it has printed. @throws Error when it fails */
  async output(): Promise<string> {
    await this.#ended
    const { exitCode, signalCode } = this.child
    if (exitCode !== 0) throw new Error(`it ended with ${signalCode ?? exitCode}: ${this.printed}`)
    return this.#stdout
  }
}

/** What tells a runner of tests that it is run by another one. */
const outer = /^VITEST|^(?:TEST|DEV|PROD|SSR|MODE|BASE_URL|NODE_ENV)$/

function copyOf({ name, folder }: Task, flavour: Flavour): string {
  const copy = join(copies, name, flavour)
  rmSync(copy, { recursive: true, force: true })
  cpSync(folder, copy, { recursive: true, filter: (path) => !/^(?:bench\.ts|.*\.(?:md|txt))$/.test(basename(path)) })
  return copy
}

/** The instrument of a task: each flavour has its own, so that none finds what another has set. */
function start(bench: (() => Device) | SimConfig): Promise<SimulatedDevice> {
  if (typeof bench === 'function') return simulate(bench())
  const { device, ...options } = bench
  return simulate(device, { ...options, port: 0 })
}

/** What the program prints, in the words of its page. */
export async function runProgram(task: Task, flavour: Flavour): Promise<string> {
  const bench: Bench = task.bench === undefined ? {} : await import(`${task.bench}?${flavour}`) // its own
  await using device = await start(bench.default ?? scope)
  const folder = copyOf(task, flavour)
  const around = (await bench.around?.({ folder, flavour, device })) ?? {}
  await using _surroundings = { [Symbol.asyncDispose]: async () => around[Symbol.asyncDispose]?.() }
  const at = around.at ?? device
  for (const file of readdirSync(folder).filter((each) => /\.(m?ts|json|yaml)$/.test(each))) {
    const path = join(folder, file)
    writeFileSync(path, atDevice(readFileSync(path, 'utf8'), at))
  }
  const own = Object.fromEntries(Object.entries(process.env).filter(([key]) => !outer.test(key)))
  const env = { ...own, SCOPE_HOST: at.host, SCOPE_PORT: String(at.port), ...around.env }
  const child = spawn('node', around.args ?? [`${flavour}.ts`], {
    cwd: folder,
    env,
    timeout: LIMIT_MS,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  try {
    const running = new Running(child)
    await bench.meanwhile?.(running, device).catch((error) => {
      throw new Error(`while it ran: ${error}; it has printed: ${running.printed}`, { cause: error })
    })
    return (await running.output()).replaceAll(`${at.host}:${at.port}`, 'scope.lab:5025')
  } finally {
    child.kill('SIGKILL')
  }
}
