/** What would be published: its contents, its dependencies and its types. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, inject, it } from 'vitest'
import { nodes, output, published } from './packed.ts'

const here = fileURLToPath(new URL('..', import.meta.url))
const all = await published()

/** Packages of others that a package may need; a flavour's own paradigm is its peer. */
const allowed: Readonly<Record<string, readonly string[]>> = { cli: ['commander', 'yaml'], recorder: ['ajv'] }

const packed = inject('packed')

/** The script of a package's only binary. */
const scripts = { publint: ['publint', 'src', 'cli.js'], attw: ['@arethetypeswrong', 'cli', 'dist', 'index.js'] }
const check = (tool: keyof typeof scripts, ...args: readonly string[]) =>
  output(nodes[24] as string, [join(here, 'node_modules', ...scripts[tool]), ...args], here)

describe.each(all)('@sockio/%s', (directory, { name, main, bin }) => {
  const tarball = () => packed.tarballs.get(name) as string

  it('holds its code, its types, its readme and its licence, and nothing else', async () => {
    const files = (await output('tar', ['-tzf', tarball()], packed.folder)).trim().split('\n')
    const known = /^package\/(dist\/.+\.(c?js|d\.c?ts)|package\.json|README\.md|LICENSE)$/
    const web = ['cli', 'hub'].includes(directory)
      ? /^package\/dist\/.+\.(html|css|svg)$/
      : /^package\/dist\/schema\.json$/
    expect(files.filter((file) => !known.test(file) && !web.test(file))).toEqual([])
    const entry = bin === undefined ? ['dist/index.js', 'dist/index.d.ts'] : Object.values(bin)
    for (const file of [...entry, 'package.json', 'README.md', 'LICENSE']) {
      expect(files).toContain(join('package', file))
    }
  })

  it('depends on nothing outside the project that it need not', async () => {
    const text = await output('tar', ['-xzOf', tarball(), 'package/package.json'], packed.folder)
    const { dependencies = {} } = JSON.parse(text) as { dependencies?: Record<string, string> }
    const others = Object.keys(dependencies).filter((dependency) => !dependency.startsWith('@sockio/'))
    expect(others).toEqual(allowed[directory] ?? [])
    expect(text).not.toContain('workspace:')
  })

  it('says where it comes from, so that the links of its page lead there', async () => {
    const text = await output('tar', ['-xzOf', tarball(), 'package/package.json'], packed.folder)
    const { homepage, bugs, repository } = JSON.parse(text)
    const url = 'https://github.com/sockio/sockio'
    const folder = `packages/${directory}`
    expect(repository).toEqual({ type: 'git', url: `git+${url}.git`, directory: folder })
    expect(homepage).toBe(`${url}/tree/main/${folder}#readme`)
    expect(bugs).toBe(`${url}/issues`)
  })

  // npm resolves them from `repository.directory`. That each leads to something is tested with the documentation.
  it('has no relative link on its page that leaves the repository', async () => {
    const page = await output('tar', ['-xzOf', tarball(), 'package/README.md'], packed.folder)
    const links = [...page.matchAll(/\]\(([^)\s#]+)[^)]*\)/g)].map(([, href]) => href ?? '')
    const local = links.filter((href) => !/^https?:/.test(href))
    const repository = join(here, '..', '..', '..')
    const files = local.map((href) => join(repository, 'packages', directory, href))
    expect(files.filter((file) => !file.startsWith(repository) || !existsSync(file))).toEqual([])
  })

  it('passes publint', async () => {
    expect(await check('publint', tarball(), '--strict')).toContain('All good')
  })

  it.skipIf(bin !== undefined)('passes arethetypeswrong', async () => {
    // In CommonJS too is what old code bases need; the others are for those that import.
    const profile = main?.endsWith('.cjs') ? 'strict' : 'esm-only'
    const printed = await check('attw', tarball(), '--profile', profile, '--no-color')
    // A problem would have ended it with an exit code of its own.
    expect(printed).toMatch(/node16 \(from ESM\)[^\n]*🟢 \(ESM\)/)
    expect(printed).toMatch(/bundler[^\n]*🟢/)
    if (profile === 'esm-only') return
    expect(printed).toMatch(/node10[^\n]*🟢/)
    expect(printed).toMatch(/node16 \(from CJS\)[^\n]*🟢 \(CJS\)/)
  })
})
