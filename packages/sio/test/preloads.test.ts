/** Used by what runs before a program: the thread of the sockets does not run that again, and start another for it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { runFile } from '@sockio/conformance'
import { simulate } from '@sockio/sim'
import { expect, test } from 'vitest'

const package_ = new URL('../dist/index.js', import.meta.url)

/** Runs a program with a preload, each of which asks once; how the preload is named is what differs. */
async function preloaded(name: (file: string) => { readonly flags?: string[]; readonly options?: string }) {
  await using device = await simulate({ PRE: 'loaded', MAIN: 'run' })
  const folder = await mkdtemp(join(tmpdir(), 'sockio-preload '))
  const asks = (text: string) => `
    import { TCP } from ${JSON.stringify(package_.href)}
    const sock = new TCP('127.0.0.1', ${device.port}, { timeout: 30_000 })
    console.log(sock.query('${text}'))`
  try {
    const [preload, main] = [join(folder, 'preload.mjs'), join(folder, 'main.mjs')]
    await writeFile(preload, asks('PRE'))
    await writeFile(main, asks('MAIN'))
    const { flags = [], options } = name(preload)
    return await runFile(main, [], { flags, env: options === undefined ? {} : { NODE_OPTIONS: options } })
  } finally {
    await rm(folder, { recursive: true })
  }
}

test.concurrent.each<[string, Parameters<typeof preloaded>[0]]>([
  ['--import', (file) => ({ flags: ['--import', pathToFileURL(file).href] })],
  ['--require', (file) => ({ flags: ['--require', file] })],
  ['NODE_OPTIONS, --import', (file) => ({ options: `--no-warnings --import ${pathToFileURL(file).href}` })],
  ['NODE_OPTIONS, --import=', (file) => ({ options: `--import=${pathToFileURL(file).href} --no-warnings` })],
  ['NODE_OPTIONS, --require', (file) => ({ options: `--require "${file}"` })],
  ['NODE_OPTIONS, -r', (file) => ({ options: `-r "${file}" --no-warnings` })],
])('a preload that asks: %s', async (_name, name) => {
  expect(await preloaded(name)).toEqual({ code: 0, stdout: 'loaded\nrun', stderr: '' })
})
