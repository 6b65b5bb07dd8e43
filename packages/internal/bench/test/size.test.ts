/** The budget: what a user of the Promise flavour ships, and that nothing of others is in it. */
import { spawnSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { sizeOf } from '../src/sizes.ts'

it('core, node and aio together stay below 44 KiB, minified and gzipped, and need nothing else', async () => {
  const { gzipped, dependencies } = await sizeOf('@sockio/aio')
  expect(dependencies).toEqual([])
  expect(gzipped).toBeLessThan(44 * 1024)
})

it('node:tls is loaded only when it is asked for', () => {
  const code = `
    import { createServer } from 'node:net'
    const { TCP } = await import('@sockio/aio')
    const server = createServer((socket) => socket.end())
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address()
    await new TCP('127.0.0.1', port).open().catch(() => undefined)
    console.log(process.moduleLoadList.includes('NativeModule tls'))
    await new TCP('127.0.0.1', port, { tls: true }).open().catch(() => undefined)
    console.log(process.moduleLoadList.includes('NativeModule tls'))
    process.exit()`
  const cwd = new URL('..', import.meta.url)
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code], { cwd, encoding: 'utf8' })
  expect(stderr).toBe('')
  expect(stdout.trim().split('\n')).toEqual(['false', 'true'])
})
