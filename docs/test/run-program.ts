/** Runs a program of a page as its reader does: a copy that knows where the instrument is, until it ends by itself. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, globSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { SimConfig } from '@sockio/cli'
import { missing } from '@sockio/integration'
import { type Device, type SimulatedDevice, scope, simulate } from '@sockio/sim'
import type { Flavour } from '../src/flavours.ts'
import { docs } from '../src/pages.ts'
import type { Task } from '../src/programs.ts'
import { atDevice, environment } from './printed.ts'

export type Instrument = (() => Device) | SimConfig

/** What the `bench.ts` of a task may export; all of it may be missing. */
export interface Bench {
  /** What answers at `scope.lab:5025`. */
  readonly default?: Instrument
  /** What answers elsewhere, by the host, at its port 5025: `{ 'meter.lab': () => meter() }`; without a `default` instead. */
  readonly instruments?: Readonly<Record<string, Instrument>>
  /** Puts up what else has to be there: another server, a file that the reader has by another name. */
  readonly around?: (stage: Stage) => Promise<Surroundings>
  /** A program that has to be on this machine: without it, those of the page are not run. */
  readonly needs?: Parameters<typeof missing>[0]
  /** What people do while the program runs: ask it, look at it, stop it. */
  readonly meanwhile?: (program: Running, device: SimulatedDevice) => Promise<void>
}

/** What came of a program, in the words of its page. */
export interface Outcome {
  readonly printed: string
  /** On stderr: what nobody has heard of is a warning there, such as the error of a call without a callback. */
  readonly warned: string
  /** Of the files that the task's folder `written` has. */
  readonly written: readonly { readonly file: string; readonly content: string }[]
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
  readonly at?: Place
  /** Where it finds what else the page has, by the address on the page: `{ '127.0.0.1:7001': place }`. */
  readonly places?: Readonly<Record<string, Place>>
}

interface Place {
  readonly host: string
  readonly port: number
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

  get warned(): string {
    return this.#stderr
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

function copyOf({ name, folder }: Task, flavour: Flavour): string {
  const copy = join(copies, name, flavour)
  rmSync(copy, { recursive: true, force: true })
  cpSync(folder, copy, {
    recursive: true,
    filter: (path) => !/^(?:bench\.ts|written|.*\.(?:md|txt))$/.test(basename(path)),
  })
  return copy
}

/** The instrument of a task: each flavour has its own, so that none finds what another has set. */
function start(instrument: Instrument): Promise<SimulatedDevice> {
  if (typeof instrument === 'function') return simulate(instrument())
  const { device, ...options } = instrument
  return simulate(device, { ...options, port: 0 })
}

/** By host; the first is the one that `around` and `meanwhile` are given. */
function instrumentsOf({ default: atScope, instruments = {} }: Bench): [string, Instrument][] {
  const others = Object.entries(instruments)
  return atScope === undefined && others.length > 0 ? others : [['scope.lab', atScope ?? scope], ...others]
}

/** Each flavour has its own. */
function benchOf({ bench }: Task, flavour: Flavour): Bench | Promise<Bench> {
  return bench === undefined ? {} : import(`${bench}?${flavour}`)
}

/** Can't it be run, since a program is not on this machine? @throws Error instead, where `CI` is `true` */
export async function isLacking(task: Task, flavour: Flavour): Promise<boolean> {
  const { needs } = await benchOf(task, flavour)
  return needs !== undefined && missing(needs)
}

/** Runs it, and everything around it, to its end. */
export async function runProgram(task: Task, flavour: Flavour): Promise<Outcome> {
  const bench = await benchOf(task, flavour)
  await using running = new AsyncDisposableStack()
  const devices = new Map<string, SimulatedDevice>()
  for (const [lab, instrument] of instrumentsOf(bench)) devices.set(lab, running.use(await start(instrument)))
  const [[lab, device]] = [...devices] as [[string, SimulatedDevice]]
  const folder = copyOf(task, flavour)
  const around = (await bench.around?.({ folder, flavour, device })) ?? {}
  await using _surroundings = { [Symbol.asyncDispose]: async () => around[Symbol.asyncDispose]?.() }
  const at = around.at ?? device
  const places = new Map<string, Place>([...devices, [lab, at], ...Object.entries(around.places ?? {})])
  for (const file of readdirSync(folder).filter((each) => /\.(m?ts|json|yaml)$/.test(each))) {
    const path = join(folder, file)
    let code = readFileSync(path, 'utf8')
    for (const [lab, place] of places) code = atDevice(code, place, lab)
    writeFileSync(path, code)
  }
  const env = { ...environment(at), ...around.env }
  const child = spawn('node', around.args ?? [`${flavour}.ts`], {
    cwd: folder,
    env,
    timeout: LIMIT_MS,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  try {
    const program = new Running(child)
    await bench.meanwhile?.(program, device).catch((error) => {
      throw new Error(`while it ran: ${error}; it has printed: ${program.printed}`, { cause: error })
    })
    const asOnThePage = (text: string) =>
      [...places].reduce(
        (said, [lab, { host, port }]) => said.replaceAll(`${host}:${port}`, lab.includes(':') ? lab : `${lab}:5025`),
        text,
      )
    return {
      printed: asOnThePage(await program.output()),
      warned: program.warned,
      written: globSync('*', { cwd: join(task.folder, 'written') }).map((file) => ({
        file,
        content: asOnThePage(readFileSync(join(folder, file), 'utf8')),
      })),
    }
  } finally {
    child.kill('SIGKILL')
  }
}
