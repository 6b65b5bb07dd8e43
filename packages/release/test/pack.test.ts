/** What would be published: its contents, its types, and that it installs and runs on every Node that is supported. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { output, type Packed, pack, published } from './packed.ts'

const here = dirname(dirname(fileURLToPath(import.meta.url)))
const nodes: readonly (readonly [name: string, path: string])[] = [
  ['22', join(here, 'node_modules', 'node22', 'bin', 'node')],
  ['24', join(here, '..', '..', 'node_modules', 'node', 'bin', 'node')],
  ['26', join(here, 'node_modules', 'node26', 'bin', 'node')],
]

let packed: Packed
let project: string
beforeAll(async () => {
  packed = await pack()
  // Outside of the workspace, as a user's project is.
  project = await mkdtemp(join(tmpdir(), 'sockio-user-'))
  await writeFile(join(project, 'package.json'), '{ "name": "user", "version": "1.0.0", "private": true }')
  const tarballs = published.map((name) => packed.tarball(name))
  await output('npm', ['install', '--no-audit', '--no-fund', '--offline', ...tarballs], project)
})
afterAll(async () => {
  await packed?.[Symbol.asyncDispose]()
  if (project !== undefined) await rm(project, { recursive: true, force: true })
})

describe.each(published)('@sockio/%s', (name) => {
  it('holds its code, its types, its readme and its licence, and nothing else', async () => {
    const files = (await output('tar', ['-tzf', packed.tarball(name)], packed.folder)).trim().split('\n')
    const others = files.filter(
      (file) => !/^package\/(dist\/.+\.(js|d\.ts)|package\.json|README\.md|LICENSE)$/.test(file),
    )
    expect(others).toEqual([])
    for (const file of ['dist/index.js', 'dist/index.d.ts', 'package.json', 'README.md', 'LICENSE']) {
      expect(files).toContain(`package/${file}`)
    }
  })

  it('depends on nothing outside the project', async () => {
    const text = await readFile(join(project, 'node_modules', '@sockio', name, 'package.json'), 'utf8')
    const manifest = JSON.parse(text) as { dependencies?: Record<string, string> }
    expect(Object.keys(manifest.dependencies ?? {}).filter((dependency) => !dependency.startsWith('@sockio/'))).toEqual(
      [],
    )
    expect(text).not.toContain('workspace:')
  })

  it('passes publint', async () => {
    expect(
      await output(nodes[1]?.[1] ?? 'node', [script('publint'), packed.tarball(name), '--strict'], here),
    ).toContain('All good')
  })

  it('passes arethetypeswrong', async () => {
    const printed = await output(
      nodes[1]?.[1] ?? 'node',
      [script('@arethetypeswrong/cli'), packed.tarball(name), '--profile', 'esm-only', '--no-color'],
      here,
    )
    // A problem would have ended it with an exit code of its own.
    expect(printed).toMatch(/node16 \(from ESM\)[^\n]*🟢 \(ESM\)/)
    expect(printed).toMatch(/bundler[^\n]*🟢/)
  })
})

/** The script of a package's only binary. */
function script(name: string): string {
  return name === 'publint'
    ? join(here, 'node_modules', 'publint', 'src', 'cli.js')
    : join(here, 'node_modules', name, 'dist', 'index.js')
}

const body = `
  const device = await simulate(scope())
  const sock = new TCP(device.host, device.port, { timeout: 5000 })
  console.log(await sock.query('*IDN?'))
  console.log(JSON.stringify(sock.socketOptions))
  await sock.close()
  await device.close()`
const scripts: readonly (readonly [name: string, text: string])[] = [
  ['script.mjs', `import { TCP } from '@sockio/aio'\nimport { scope, simulate } from '@sockio/sim'\n${body}\n`],
  [
    'script.cjs',
    `const { TCP } = require('@sockio/aio')\nconst { scope, simulate } = require('@sockio/sim')\nvoid (async () => {${body}\n})()\n`,
  ],
]

describe.each(nodes)('installed from its tarballs, on Node %s', (version, node) => {
  it.each(scripts)('answers from %s', async (name, text) => {
    await mkdir(project, { recursive: true })
    await writeFile(join(project, name), text)
    expect(await output(node, ['--version'], project)).toMatch(new RegExp(`^v${version}\\.`))
    const [reply = '', options = ''] = (await output(node, [name], project)).trim().split('\n').slice(-2)
    expect(reply).toMatch(/^SOCKIO,SCOPE,/)
    const inForce = JSON.parse(options) as { tos?: number; keepAlive: object }
    // What a Node can't set is reported as absent.
    expect(inForce).toEqual(
      version === '22'
        ? { noDelay: true, keepAlive: { idle: 60_000 } }
        : { noDelay: true, keepAlive: { idle: 60_000, interval: 10_000, count: 3 }, tos: 16 },
    )
  })
})
