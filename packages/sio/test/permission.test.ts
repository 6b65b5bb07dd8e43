/** Under the permission model of Node, the thread of the sockets has to be allowed. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runFile } from '@sockio/conformance'
import { simulate } from '@sockio/sim'
import { expect, test } from 'vitest'

const [major = 0] = process.versions.node.split('.').map(Number)
const allowed = ['--permission', '--allow-fs-read=*', ...(major >= 25 ? ['--allow-net'] : [])]

test.concurrent.each([
  ['allowed, a query is one', ['--allow-worker'], 'A1'],
  ['else its error names what it lacks', [], 'ERR_ACCESS_DENIED WorkerThreads'],
])('%s', async (_name, flags, expected) => {
  await using device = await simulate({ Q1: 'A1' })
  const folder = await mkdtemp(join(tmpdir(), 'sockio-permission-'))
  try {
    const file = join(folder, 'main.mjs')
    await writeFile(
      file,
      `import { TCP } from ${JSON.stringify(new URL('../dist/index.js', import.meta.url).href)}
      try {
        console.log(new TCP('127.0.0.1', ${device.port}, { timeout: 30_000 }).query('Q1'))
      } catch (error) {
        console.log(error.code, error.permission)
      }`,
    )
    const { code, stdout } = await runFile(file, [], { flags: [...allowed, ...flags] })
    expect({ code, stdout }).toEqual({ code: 0, stdout: expected })
  } finally {
    await rm(folder, { recursive: true })
  }
})
