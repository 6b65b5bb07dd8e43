/** Bundled into one file, the package still has its thread: nothing has to lie beside it, and nothing there is taken for it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runFile } from '@sockio/conformance'
import { delay, simulate } from '@sockio/sim'
import { build } from 'esbuild'
import { expect, test } from 'vitest'

const program = `
import { TCP, TimeoutError } from '@sockio/sio'
const sock = new TCP('127.0.0.1', Number(process.argv[2]), { timeout: 30_000 })
console.log(sock.query('Q1'))
try { sock.query('SLOW?', { timeout: 50 }) } catch (error) { console.log(error instanceof TimeoutError, error.phase) }
`

test.concurrent.each([
  ['esm', 'mjs', false],
  ['cjs', 'cjs', false],
  ['esm', 'mjs', true],
  ['cjs', 'cjs', true],
] as const)('one file: %s, .%s, minified: %s', async (format, extension, minify) => {
  await using device = await simulate({ Q1: 'A1', 'SLOW?': delay(60_000, 'late') })
  const folder = await mkdtemp(join(tmpdir(), 'sockio-bundle-'))
  try {
    const outfile = join(folder, `program.${extension}`)
    const stdin = { contents: program, resolveDir: import.meta.dirname }
    await build({ stdin, outfile, format, minify, bundle: true, platform: 'node', logLevel: 'error' })
    for (const name of ['worker.mjs', 'worker.js', 'worker.cjs', 'worker.ts']) {
      await writeFile(join(folder, name), 'console.log("somebody else\'s worker")')
    }
    const outcome = await runFile(outfile, [String(device.port)])
    expect(outcome).toEqual({ code: 0, stdout: 'A1\ntrue reading', stderr: '' })
  } finally {
    await rm(folder, { recursive: true })
  }
})
