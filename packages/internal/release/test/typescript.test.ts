/** What old set-ups load: each supported TypeScript in each of its resolutions, and Jest, which knows only CommonJS. */
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { scope, simulate } from '@sockio/sim'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { nodes, output } from './packed.ts'

const { resolve } = createRequire(import.meta.url)
const node = nodes[24] as string
const run = (args: readonly string[], env = process.env) => output(node, args, project, env)

const packed = inject('packed')
let project: string
beforeAll(async () => {
  project = await realpath(await mkdtemp(join(tmpdir(), 'sockio-types-')))
  for (const [name, tarball] of packed.tarballs) {
    const folder = join(project, 'node_modules', name)
    await mkdir(folder, { recursive: true })
    await output('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1'], project)
  }
  await mkdir(join(project, 'node_modules', '@types'))
  await symlink(dirname(resolve('@types/node/package.json')), join(project, 'node_modules', '@types', 'node'))
  await writeFile(join(project, 'package.json'), '{ "name": "user", "private": true }')
  for (const [name, text] of Object.entries(files)) await writeFile(join(project, name), text)
})
afterAll(async () => {
  if (project !== undefined) await rm(project, { recursive: true, force: true })
})

const legacy = `
import { TCP, TimeoutError, type Callback, type Options } from '@sockio/legacy'
import { type Device, simulate } from '@sockio/sim'
const options: Options = { timeout: 1000 }
const sock = new TCP('10.0.0.7', 5025, options)
const told: Callback<string> = (error, reply) => {
  console.log(error instanceof TimeoutError ? [error.code, error.partial?.length] : reply.length)
}
sock.query('*IDN?', told)
sock.on('line', (line) => console.log(line.length))
const device: Device = { '*IDN?': 'ACME' }
simulate(device).then(({ port }) => console.log(port.toFixed()))
`
const driver = `
import { instrument, number, property, scpi } from '@sockio/instrument'
import { TCP } from '@sockio/legacy'
import { device, simulate } from '@sockio/sim'
const supply = instrument({ ...scpi, voltage: property('VOLT', number({ unit: 'V' })) }, { checkErrors: true })
const psu = supply.on(new TCP('10.0.0.7', 5025))
psu.voltage.set(5, () => psu.voltage.get((error, volts) => console.log(error?.message ?? volts.toFixed())))
psu.identity.get((error, who) => console.log(error?.message ?? who.model.length))
simulate(device(supply, { voltage: 5 })).then(({ port }) => console.log(port.toFixed()))
`
const aio = `
import { TCP } from '@sockio/aio'
const print = async (sock: TCP) => {
  console.log((await sock.query('*IDN?')).length)
  for await (const line of sock.lines({ encoding: 'utf8' })) console.log(line.length)
}
print(new TCP('10.0.0.7', 5025))
`
const rx = `
import { TCP } from '@sockio/rx'
new TCP('10.0.0.7', 5025).query('*IDN?').subscribe((reply) => console.log(reply.length))
`
const sio = `
import { TCP } from '@sockio/sio'
const sock = new TCP('10.0.0.7', 5025)
for (const line of sock.lines({ encoding: 'utf8' })) console.log(line.length)
`
const effect = `
import { Tcp } from '@sockio/effect'
import { Effect } from 'effect'
export const length = Effect.gen(function* () {
  const tcp = yield* Tcp
  return (yield* tcp.query('*IDN?')).length
})
`
const texts: Readonly<Record<string, string>> = { legacy, driver, aio, rx, sio, effect }
const files: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Object.entries(texts).flatMap(([name, text]) => ['ts', 'cts', 'mts'].map((kind) => [`${name}.${kind}`, text])),
  ),
  'legacy.test.js': `
const { TCP, TimeoutError } = require('@sockio/legacy')
const core = require('@sockio/core')
test('one copy of each error, by both names', () => expect(require('@sockio/core/errors').TimeoutError).toBe(core.TimeoutError))
test('asks, and tells errors apart', (done) => {
  const sock = new TCP(process.env.HOST, Number(process.env.PORT), { timeout: 30000 })
  sock.query('*IDN?', (error, reply) => {
    expect(error).toBeNull()
    expect(reply).toMatch(/^SOCKIO,SCOPE,/)
    sock.query('SILENCE', { timeout: 20 }, (late) => {
      expect(late).toBeInstanceOf(TimeoutError)
      expect(late).toBeInstanceOf(core.TimeoutError)
      sock.close(done)
    })
  })
})`,
}

const compilers = {
  5.4: resolve('typescript54/lib/tsc.js'),
  5.9: resolve('typescript59/lib/tsc.js'),
  7: join(dirname(resolve('typescript/package.json')), 'bin', 'tsc'),
} as const

/** What compiles (Effect itself has no types for node10): TypeScript, its \`module\` and \`moduleResolution\`, the programs, and whether the types are checked too. */
const rows: readonly (readonly [
  keyof typeof compilers,
  module: string,
  resolution: string,
  programs: readonly string[],
  whole?: true,
])[] = [
  [5.4, 'commonjs', 'node10', ['legacy.ts', 'driver.ts', 'aio.ts', 'rx.ts']],
  [5.4, 'node16', 'node16', ['legacy.cts', 'legacy.mts', 'driver.cts', 'driver.mts', 'aio.mts', 'rx.mts'], true],
  [5.4, 'esnext', 'bundler', ['legacy.ts', 'driver.ts', 'aio.ts', 'rx.ts']],
  [5.9, 'commonjs', 'node10', ['legacy.ts', 'driver.ts', 'aio.ts', 'rx.ts', 'sio.ts']],
  [
    5.9,
    'node16',
    'node16',
    ['legacy.cts', 'legacy.mts', 'driver.cts', 'driver.mts', 'aio.mts', 'rx.mts', 'sio.mts', 'effect.mts'],
  ],
  [5.9, 'nodenext', 'nodenext', ['legacy.cts', 'driver.cts', 'aio.cts', 'rx.cts', 'sio.cts', 'effect.cts']],
  [5.9, 'esnext', 'bundler', ['legacy.ts', 'driver.ts', 'aio.ts', 'rx.ts', 'sio.ts', 'effect.ts'], true],
  [
    7,
    'node16',
    'node16',
    ['legacy.cts', 'legacy.mts', 'driver.cts', 'driver.mts', 'aio.mts', 'rx.mts', 'sio.mts', 'effect.mts'],
  ],
  [7, 'nodenext', 'nodenext', ['legacy.cts', 'driver.cts', 'aio.cts', 'rx.cts', 'sio.cts', 'effect.cts']],
  [7, 'esnext', 'bundler', ['legacy.ts', 'driver.ts', 'aio.ts', 'rx.ts', 'sio.ts', 'effect.ts'], true],
]

describe('TypeScript', () => {
  const titled = rows.map(
    (row) => [`${row[0]}, ${row[1]}, ${row[2]}${row[4] ? ', the types themselves too' : ''}`, row] as const,
  )
  it.each(titled)('%s', async (_title, [version, module, resolution, programs, whole = false]) => {
    const lib = whole ? ['--lib', 'esnext,dom'] : ['--skipLibCheck']
    const how = ['--noEmit', '--strict', '--target', 'es2022', '--types', 'node', ...lib]
    const kind = ['--module', module, '--moduleResolution', resolution]
    expect(await run([compilers[version], ...how, ...kind, ...programs])).toBe('')
  })
})

it('Jest takes legacy, what it needs, and the simulator', async () => {
  await using device = await simulate(scope())
  const jest = join(dirname(resolve('jest/package.json')), 'bin', 'jest.js')
  const env = { ...process.env, HOST: device.host, PORT: String(device.port) }
  const args = [jest, '--rootDir', project, '--runInBand', '--watchman=false', '--transform={}']
  expect(await run(args, env)).toContain('2 passed')
})

describe('where an ES module and CommonJS meet', () => {
  const tell = `(error) => console.log(error instanceof core.TimeoutError, error instanceof core.ConnectError)`
  const program = `
    import * as core from '@sockio/core'
    import { createRequire } from 'node:module'
    const { TCP } = createRequire(import.meta.url)('@sockio/legacy')
    const sock = new TCP(process.env.HOST, Number(process.env.PORT))
    sock.query('SILENCE', { timeout: 20 }, ${tell})`

  it.each([
    ['a Node that requires ES modules holds one copy', []],
    ['a Node that does not, holds two, whose errors are instances of each other', ['--no-experimental-require-module']],
  ])('%s', async (_title, flags) => {
    await using device = await simulate(scope())
    const env = { ...process.env, HOST: device.host, PORT: String(device.port) }
    const file = join(project, 'meet.mjs')
    await writeFile(file, program)
    expect((await run([...flags, file], env)).trim()).toBe('true false')
    const same = `import { TCP } from '@sockio/legacy'; import { createRequire } from 'node:module'
      console.log(createRequire(import.meta.url)('@sockio/legacy').TCP === TCP)`
    await writeFile(file, same)
    expect((await run([...flags, file])).trim()).toBe(String(flags.length === 0))
    await writeFile(
      file,
      `import { TimeoutError } from '@sockio/core/errors'; import * as core from '@sockio/core'
      import * as legacy from '@sockio/legacy'
      console.log(new Set([TimeoutError, core.TimeoutError, legacy.TimeoutError]).size)`,
    )
    expect((await run([...flags, file])).trim()).toBe('1')
  })
})
