/** The tests' own footing: a missing program is never taken for a success, and a killed server is gone. */
import { TCP } from '@sockio/aio'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { HOST, memcached, missing, Server } from '../src/server.ts'

const absent = { name: 'no-such-server', install: 'apt-get install no-such-server', args: () => [] }

afterEach(() => {
  vi.unstubAllEnvs()
})

test('a missing program skips', () => {
  vi.stubEnv('CI', '')
  expect(missing(absent)).toBe(true)
})

test('a missing program fails in CI', () => {
  vi.stubEnv('CI', 'true')
  expect(() => missing(absent)).toThrow('no-such-server is not installed (apt-get install no-such-server)')
})

describe.skipIf(missing(memcached))('a server', () => {
  test('answers, is gone, and is back on its port', async () => {
    await using server = await Server.start(memcached)
    await using sock = new TCP(HOST, server.port, { eol: '\r\n', timeout: 60_000 })
    expect(await sock.query('version')).toMatch(/^VERSION /)
    await server.kill()
    await expect(sock.open()).rejects.toMatchObject({ code: 'SOCKIO_CONNECT' })
    await server.restart()
    expect(await sock.query('version')).toMatch(/^VERSION /)
  })
})
