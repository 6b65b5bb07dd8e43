/** What cannot be a rate: memory and start-up time, each seen in fresh processes, taken in turns. */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { median } from './stats.ts'

export interface Fact {
  readonly name: string
  readonly unit: string
  readonly value: number
  /** The goal, where there is one. */
  readonly atMost?: number
}

const probe = fileURLToPath(new URL('./probe.ts', import.meta.url))

/** One number, from a process of its own. */
function seen(...args: readonly string[]): number {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--expose-gc', probe, ...args], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`the probe ${args.join(' ')} failed: ${stderr}`)
  return Number(stdout)
}

/** Milliseconds from the start of a process to its end that imports just this. */
function startUp(module: string): number {
  const begin = performance.now()
  const code = `await import(${JSON.stringify(module)})`
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`import of ${module}: ${stderr}`)
  return performance.now() - begin
}

const PACKAGES = ['@sockio/aio', '@sockio/legacy', '@sockio/rx', '@sockio/effect', '@sockio/sio'] as const

/** The time of each package over that of `node:net`, compared within each round. */
function imports(rounds: number): Fact[] {
  const times = Array.from({ length: rounds }, () => ['node:net', ...PACKAGES].map(startUp))
  const ratio = (i: number) => median(times.map((round) => (round[i] ?? Number.NaN) / (round[0] ?? Number.NaN)))
  const base: Fact = { name: 'import node:net', unit: 'ms', value: median(times.map(([net = Number.NaN]) => net)) }
  const others = PACKAGES.map((name, i): Fact => {
    const fact = { name: `import ${name}, by that of node:net`, unit: 'times', value: ratio(i + 1) }
    return name === '@sockio/aio' ? { ...fact, atMost: 1.3 } : fact
  })
  return [base, ...others]
}

/** Bytes of the files that `npm install` brings of a package, its dependencies left out. */
function installed(name: string): number {
  const root = new URL(`../../../${name.slice('@sockio/'.length)}/`, import.meta.url)
  const files = readdirSync(new URL('dist', root), { recursive: true, withFileTypes: true })
  const shipped = files.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name))
  const others = ['package.json', 'README.md', 'LICENSE'].map((file) => fileURLToPath(new URL(file, root)))
  const sizes = [...shipped, ...others.filter((file) => existsSync(file))].map((file) => statSync(file).size)
  return sizes.reduce((sum, size) => sum + size, 0)
}

export function footprint(port: number, quick: boolean): Fact[] {
  const p = String(port)
  const connections = quick ? '50' : '1000'
  const requests = quick ? '1000' : '20000'
  const idle = seen('idle', 'aio', p, connections) - seen('idle', 'bare', p, connections)
  return [
    { name: 'heap of an idle connection, on top of a bare socket', unit: 'KiB', value: idle / 1024, atMost: 5 },
    { name: 'garbage of a request: bare socket, promise', unit: 'bytes', value: seen('garbage', 'bare', p, requests) },
    { name: 'garbage of a request: aio query', unit: 'bytes', value: seen('garbage', 'query', p, requests) },
    {
      name: 'garbage of a request: aio writeReadLine',
      unit: 'bytes',
      value: seen('garbage', 'writeReadLine', p, requests),
    },
    {
      name: 'peak memory of a block of 64 MiB',
      unit: 'times its size',
      value: seen('block', 'aio', p, '1'),
      atMost: 1.3,
    },
    {
      name: 'the same, as a list of chunks of a bare socket',
      unit: 'times its size',
      value: seen('block', 'bare', p, '1'),
    },
    ...imports(quick ? 1 : 15),
    ...['@sockio/core', '@sockio/node', ...PACKAGES].map(
      (name): Fact => ({ name: `installed size of ${name}`, unit: 'KiB', value: installed(name) / 1024 }),
    ),
  ]
}

export function printFootprint(facts: readonly Fact[]): void {
  console.log('\nmemory and start-up')
  for (const { name, unit, value, atMost } of facts) {
    const goal =
      atMost === undefined ? '' : value <= atMost ? `  reached: at most ${atMost}` : `  MISSED: at most ${atMost}`
    console.log(`  ${name.padEnd(56)} ${value.toPrecision(3).padStart(8)} ${unit}${goal}`)
  }
}
