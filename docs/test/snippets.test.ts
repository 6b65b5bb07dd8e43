/** Every code block of the pages runs as it is, against the simulator, ends by itself, and type-checks. */
import { execFile } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { scope, simulate } from '@sockio/sim'
import { beforeAll, describe, expect, it } from 'vitest'
import { docs } from '../src/pages.ts'
import { Bench } from './bench.ts'
import { atDevice, printsLike } from './printed.ts'
import { otherBlocks, type Snippet, snippets } from './snippets.ts'

const run = promisify(execFile)
/** The workspace's own; that of this package is for the reference, and several times slower. */
const tsc = join(docs, '..', 'node_modules', '.bin', 'tsc')
const folder = join(docs, 'snippets')
const all = snippets().map((snippet) => {
  const plain = snippet.name.replaceAll(/[/:]/g, '-')
  // A program with files beside it has a folder of its own.
  if (snippet.saved !== undefined) return { ...snippet, file: join(plain, snippet.saved.name) }
  return { ...snippet, file: `${plain}.${snippet.language === 'ts' ? 'ts' : 'cjs'}` }
})
const runnable = all.filter(({ runs }) => runs)
/** What is for the eye, or for the reader's own shell. */
const notRun: readonly string[] = ['console', 'sh', 'text', 'json', 'yaml', 'mermaid']

beforeAll(() => {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder)
  for (const { file, code, language, saved } of all) {
    const path = join(folder, file)
    mkdirSync(dirname(path), { recursive: true })
    for (const [name, content] of saved?.beside ?? []) writeFileSync(join(dirname(path), name), content)
    writeFileSync(path, language === 'ts' ? `${code}\nexport {}\n` : code)
  }
})

/** Holds what was printed against what the page says. */
function expectOutput(printed: string, { output }: Snippet): void {
  if (output === undefined) return
  expect(printed).toMatch(printsLike(output))
}

describe('snippets', () => {
  it('there are some', () => expect(runnable.length).toBeGreaterThan(40))

  it.each(otherBlocks())('$name, which is not run, is of a kind that need not', ({ language }) => {
    expect(notRun).toContain(language)
  })

  // Two at a time: most of their time they wait.
  describe.concurrent('run', () => {
    it.each(runnable)('$name', async (snippet) => {
      const { file, code, language, saved, command } = snippet
      await using device = saved?.beside.has('bench.mts')
        ? await Bench.start(join(folder, dirname(file)), 'bench.mts')
        : await simulate(scope())
      // What is not as it is on the page: where the instrument is (some ask the environment for it), and limits.
      const here = atDevice(code, device)
      const ran = join(folder, dirname(file), `run-${basename(file)}`)
      writeFileSync(ran, language === 'ts' ? `${here}\nexport {}\n` : here)
      const env = { ...process.env, SCOPE_HOST: device.host, SCOPE_PORT: String(device.port) }
      const args = [...(command ?? []).slice(0, -1), ran]
      const { stdout } = await run('node', args, { timeout: 60_000, cwd: docs, env })
      rmSync(ran)
      expectOutput(stdout.replaceAll(`${device.host}:${device.port}`, 'scope.lab:5025'), snippet)
    })
  })

  it('type-check', async () => {
    const { stdout } = await run(tsc, ['-p', 'tsconfig.json', '--listFiles'], { cwd: docs }).catch((error) => {
      throw new Error((error as { stdout: string }).stdout.replaceAll(/^\/.*\n/gm, ''))
    })
    for (const { file } of all) if (file.endsWith('.ts')) expect(stdout).toContain(`snippets/${file}`)
  })
})
