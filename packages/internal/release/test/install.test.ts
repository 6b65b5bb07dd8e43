/** The packages in the hands of a user: installed with npm and with pnpm, and run on every Node that is supported. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { scope, simulate } from '@sockio/sim'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { nodes, output } from './packed.ts'

const packed = inject('packed')
let home: string
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'sockio-user-')) // outside of the workspace, as a user's project is
})
afterAll(async () => {
  if (home !== undefined) await rm(home, { recursive: true, force: true })
})

/** Nothing is asked of a registry: the tarballs are all there is. */
const installers: Readonly<Record<string, (project: string) => Promise<unknown>>> = {
  npm: (project) => {
    const options = ['--no-audit', '--no-fund', '--offline', '--cache', join(home, 'cache')]
    return output('npm', ['install', ...options, ...packed.tarballs.values()], project)
  },
  pnpm: async (project) => {
    const overrides = [...packed.tarballs].map(([name, file]) => `  '${name}': file:${file}`).join('\n')
    await writeFile(join(project, 'pnpm-workspace.yaml'), `packages: []\noverrides:\n${overrides}\n`)
    const dependencies = Object.fromEntries([...packed.tarballs].map(([name, file]) => [name, `file:${file}`]))
    await writeFile(join(project, 'package.json'), JSON.stringify({ ...user, dependencies }))
    await output('pnpm', ['install', '--offline', '--no-frozen-lockfile'], project)
  },
}
const user = { name: 'user', version: '1.0.0', private: true }

/** The same small program in each paradigm, for ES modules and for CommonJS: it prints the reply, and then ends. */
const programs: Readonly<
  Record<string, { readonly imports: Readonly<Record<string, string>>; readonly text: string }>
> = {
  aio: {
    imports: { '@sockio/aio': '{ TCP }' },
    text: `
const sock = new TCP(host, port, { timeout: 5000 })
sock.query('*IDN?').then(async (reply) => {
  console.log(JSON.stringify([reply, sock.socketOptions]))
  await sock.close()
})`,
  },
  rx: {
    imports: { '@sockio/rx': '{ TCP }' },
    text: `
const sock = new TCP(host, port, { timeout: 5000 })
sock.query('*IDN?').subscribe((reply) => {
  console.log(JSON.stringify([reply, sock.socketOptions]))
  sock.close().subscribe()
})`,
  },
  effect: {
    imports: { effect: '{ Effect }', '@sockio/effect': '{ Tcp }' },
    text: `
const program = Effect.gen(function* () {
  const tcp = yield* Tcp
  const reply = yield* tcp.query('*IDN?')
  console.log(JSON.stringify([reply, yield* tcp.socketOptions]))
})
Effect.runPromise(program.pipe(Effect.provide(Tcp.layer({ host, port, timeout: 5000 }))))`,
  },
  legacy: {
    imports: { '@sockio/legacy': '{ TCP }' },
    text: `
var sock = new TCP(host, port, { timeout: 5000 })
sock.query('*IDN?', function (error, reply) {
  if (error) throw error
  console.log(JSON.stringify([reply, sock.socketOptions]))
  sock.close()
})`,
  },
  sio: {
    imports: { '@sockio/sio': '{ TCP }' },
    text: `
const sock = new TCP(host, port, { timeout: 5000 })
console.log(JSON.stringify([sock.query('*IDN?'), sock.socketOptions]))`,
  },
}

/** What a Node can't set is reported as absent. */
const inForce = (version: string) =>
  version === '22'
    ? { noDelay: true, keepAlive: { idle: 60_000 } }
    : { noDelay: true, keepAlive: { idle: 60_000, interval: 10_000, count: 3 }, tos: 16 }

describe.each(Object.keys(installers))('installed with %s', (installer) => {
  let project: string
  beforeAll(async () => {
    project = join(home, installer)
    await mkdir(project)
    await writeFile(join(project, 'package.json'), JSON.stringify(user))
    await installers[installer]?.(project)
    for (const [flavour, { imports, text }] of Object.entries(programs)) {
      const where = 'const [host, port] = [process.argv[2], Number(process.argv[3])]'
      const lines = (line: (names: string, from: string) => string) =>
        Object.entries(imports).map(([from, names]) => line(names, from))
      const esm = lines((names, from) => `import ${names} from '${from}'`)
      const cjs = lines((names, from) => `const ${names} = require('${from}')`)
      await writeFile(join(project, `${flavour}.mjs`), [...esm, where, text, ''].join('\n'))
      await writeFile(join(project, `${flavour}.cjs`), [...cjs, where, text, ''].join('\n'))
    }
  })

  describe.each(Object.entries(nodes))('on Node %s', (version, node) => {
    it('is that Node', async () => {
      expect(await output(node, ['--version'], project)).toMatch(new RegExp(`^v${version}\\.`))
    })

    const scripts = Object.keys(programs).flatMap((flavour) => [`${flavour}.mjs`, `${flavour}.cjs`])
    it.each(scripts)('%s asks, and ends', async (script) => {
      await using device = await simulate(scope())
      const printed = await output(node, [script, device.host, String(device.port)], project)
      const [reply, options] = JSON.parse(printed.trim().split('\n').at(-1) ?? '') as [string, unknown]
      expect(reply).toMatch(/^SOCKIO,SCOPE,/)
      expect(options).toEqual(inForce(version))
    })
  })

  // The first thing that a reader copies. `await using` is not in Node 22.
  const versions = Object.entries(nodes).filter(([version]) => version !== '22')
  describe.each(versions)('on Node %s', (_version, node) => {
    it.each(Object.keys(programs))('the first snippet of the README of %s runs', async (flavour) => {
      await using device = await simulate(scope())
      const readme = await readFile(join(project, 'node_modules', '@sockio', flavour, 'README.md'), 'utf8')
      const [, language, code] = /^```(ts|js)\n([\s\S]*?)^```$/m.exec(readme) ?? []
      const file = `readme-${flavour}.${language === 'ts' ? 'mts' : 'cjs'}`
      const here = code?.replaceAll('scope.lab', device.host).replaceAll('5025', String(device.port))
      await writeFile(join(project, file), here ?? '')
      expect((await output(node, [file], project)).trim()).not.toBe('')
      expect(device.requests.length).toBeGreaterThan(0)
    })
  })
})
