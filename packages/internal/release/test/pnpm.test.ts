/** The pnpm of the jobs that publish: it is what it was, or nothing is run. */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../../../..')
const made: string[] = []
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true })
})

/** A copy of the script and of what it reads, changed as given; what came of it, and where. */
function run(change: (path: string, text: string) => string = (_path, text) => text) {
  const folder = mkdtempSync(join(tmpdir(), 'sockio-pnpm-'))
  made.push(folder)
  mkdirSync(join(folder, '.github'))
  mkdirSync(join(folder, 'pnpm'))
  for (const path of ['.github/pnpm.sh', 'package.json']) {
    cpSync(join(root, path), join(folder, path))
    writeFileSync(join(folder, path), change(path, readFileSync(join(root, path), 'utf8')))
  }
  const script = join(folder, '.github/pnpm.sh')
  const { status, stderr } = spawnSync('bash', [script, join(folder, 'pnpm')], { encoding: 'utf8' })
  return { status, stderr, pnpm: join(folder, 'pnpm/node_modules/.bin/pnpm') }
}

const here = process.platform === 'linux' && process.arch === 'x64'

describe.skipIf(!here)('the pnpm of the jobs that publish', () => {
  it('is that of package.json', () => {
    const { status, stderr, pnpm } = run()
    expect([status, stderr]).toEqual([0, ''])
    const { stdout } = spawnSync(pnpm, ['--version'], { encoding: 'utf8', cwd: tmpdir() })
    const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    expect(packageManager).toContain(`pnpm@${stdout.trim()}+sha512.`)
  })

  it.each([
    ['another hash than that of package.json: nothing is installed', 'package.json', /(?<=\+sha512\.)./],
    ['another hash than that of the program: nothing is installed', '.github/pnpm.sh', /(?<=^program=)./m],
  ])('%s', (_title, path, digit) => {
    const other = (text: string) => text.replace(digit, (one) => (one === '0' ? '1' : '0'))
    const { status, stderr, pnpm } = run((file, text) => (file === path ? other(text) : text))
    expect(status).not.toBe(0)
    expect(stderr).toContain('did NOT match')
    expect(existsSync(pnpm)).toBe(false)
  })
})
