/** Pages, followed to the letter: in an empty folder, from the packages as they would be published. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { globSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { nodes, output } from './packed.ts'
import { type Command, type Programs, steps } from './page.ts'

const docs = fileURLToPath(new URL('../../../../docs/', import.meta.url))
/** But for `index.md`, which leads to them. */
const quickStarts = globSync('quick-start/!(index).md', { cwd: docs }).sort()
const pages = [...quickStarts, 'guides/write-a-driver-once.md'].map((page) => join(docs, page))
const node = nodes[24] as string
const path = `${dirname(node)}${delimiter}${process.env.PATH}`
const env: NodeJS.ProcessEnv = { ...process.env, PATH: path }

const packed = inject('packed')
let home: string
/** The folder that `npx @sockio/cli` would install into. */
let npx: string
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'sockio-reader-'))
  env.npm_config_cache = join(home, 'cache')
  npx = join(home, 'npx')
  await mkdir(npx)
  await writeFile(join(npx, 'package.json'), '{}') // without one, npm would look for a project in the folders above
  await install(['@sockio/cli'], npx)
})
afterAll(async () => {
  if (home !== undefined) await rm(home, { recursive: true, force: true })
})

/** The tarballs of these packages and of what they depend on: those are all there is, for no registry is asked. */
function tarballsOf(names: readonly string[]): readonly string[] {
  const all = new Set<string>()
  const add = (name: string) => {
    if (all.has(name)) return
    all.add(name)
    for (const needed of packed.needs.get(name) ?? []) add(needed)
  }
  for (const name of names) add(name)
  return [...all].map((name) => {
    const tarball = packed.tarballs.get(name)
    if (tarball === undefined) throw new Error(`there is no ${name} to install`)
    return tarball
  })
}

async function install(args: readonly string[], folder: string): Promise<void> {
  const options = args.filter((arg) => arg.startsWith('-'))
  const names = args.filter((arg) => !arg.startsWith('-'))
  const offline = ['--no-audit', '--no-fund', '--offline']
  await output('npm', ['install', ...offline, ...options, ...tarballsOf(names)], folder, env)
}

const cli = () => join(npx, 'node_modules', '@sockio', 'cli', 'dist', 'bin.js')

/** What runs in the reader's second terminal. */
class SecondTerminal implements AsyncDisposable {
  readonly #child: ChildProcessWithoutNullStreams
  shown = ''

  constructor(args: readonly string[], cwd: string) {
    this.#child = spawn(node, [cli(), ...args], { cwd, env })
    const show = (chunk: Buffer) => {
      this.shown += chunk
    }
    this.#child.stdout.on('data', show)
    this.#child.stderr.on('data', show)
  }

  /** The first line that it shows. */
  async line(): Promise<string> {
    while (!this.shown.includes('\n')) {
      await Promise.race([once(this.#child.stdout, 'data'), once(this.#child.stderr, 'data')])
    }
    return this.shown.slice(0, this.shown.indexOf('\n') + 1)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const closed = once(this.#child, 'close')
    this.#child.kill()
    await closed
  }
}

/** The simulator as the page starts it; on another port where somebody else has that one. */
async function simulator(
  { text, output }: Command,
  folder: string,
): Promise<{ terminal: SecondTerminal; port: string }> {
  const args = text.split(' ').slice(2)
  const terminal = new SecondTerminal(args, folder)
  const line = await terminal.line()
  if (!line.includes('EADDRINUSE')) {
    expect(line).toBe(output)
    return { terminal, port: '5025' }
  }
  const other = new SecondTerminal([...args, '--port', '0'], folder)
  const [, port = ''] = /:(\d+)\n$/.exec(await other.line()) ?? []
  expect(await other.line()).toBe(output.replace('5025', port))
  return { terminal: other, port }
}

/** What Effect's logger tells besides, at a time of its own. */
const logged = /^\[[\d:.]+\] INFO \(#\d+\): sockio: .*\n/gm

/** Readers of all flavours, one after the other, in the same folder. */
async function runAll({ name, command, codes, output: shown }: Programs, folder: string, port: string): Promise<void> {
  for (const [flavour, code] of Object.entries(codes)) {
    await writeFile(join(folder, name), code.replaceAll('5025', port))
    const printed = (await output('node', command.split(' ').slice(1), folder, env)).replaceAll(logged, '')
    if (shown === undefined) expect(printed, `${command}, ${flavour}`).not.toBe('')
    else expect(printed, `${command}, ${flavour}`).toBe(shown.replaceAll('5025', port))
  }
}

describe('the reader of', () => {
  it('a quick start for each flavour', () => expect(quickStarts.length).toBe(5))

  it.each(pages.map((page) => [basename(page), page]))('%s', async (_name, page) => {
    const folder = await mkdtemp(join(home, 'empty-'))
    await using terminals = new AsyncDisposableStack()
    let second: SecondTerminal | undefined
    let port = '5025'
    const all = steps(await readFile(page, 'utf8'))
    const kinds = { programs: 0, installs: 0 }
    for (const step of all) {
      if (step.kind === 'file') {
        await writeFile(join(folder, step.name), step.content.replaceAll('5025', port))
        continue
      }
      if (step.kind === 'programs') {
        await runAll(step, folder, port)
        continue
      }
      const [program = '', ...args] = step.text.split(' ')
      if (step.text.startsWith('npx @sockio/cli sim')) {
        await second?.[Symbol.asyncDispose]() // Ctrl-C
        const started = await simulator(step, folder)
        second = terminals.use(started.terminal)
        port = started.port
      } else if (step.text.startsWith('npx @sockio/cli ')) {
        const typed = step.text.replaceAll('5025', port).split(' ').slice(2)
        expect(await output(node, [cli(), ...typed], folder, env), step.text).toBe(step.output)
      } else if (step.text.startsWith('npm install ')) {
        kinds.installs++
        await install(args.slice(1), folder)
      } else if (program === 'npm') await output(program, args, folder, env)
      else {
        kinds.programs++
        expect(program).toBe('node')
        const printed = await output(node, args, folder, env)
        expect(printed, step.text).toBe(step.output.replaceAll('5025', port))
      }
    }
    // Each program is run, or imported by one that is, and shows something.
    const files = all.filter((step) => step.kind === 'file')
    const contents = [
      ...files.map(({ content }) => content),
      ...all.flatMap((step) => (step.kind === 'programs' ? Object.values(step.codes) : [])),
    ]
    const imported = (name: string) => contents.some((content) => content.includes(`'./${name}'`))
    expect(kinds.programs).toBe(files.filter(({ name }) => !imported(name)).length)
    expect(kinds.installs).toBeGreaterThan(0)
    for (const step of all) if (step.kind === 'command' && /^node /.test(step.text)) expect(step.output).not.toBe('')
  })
})
