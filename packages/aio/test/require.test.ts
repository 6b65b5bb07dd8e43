/** The package in CommonJS: `require()` of ES modules is in every Node that is supported. */
import { runScript } from '@sockio/conformance'
import { simulate } from '@sockio/sim'
import { expect, test } from 'vitest'

test('require("@sockio/aio") works', async () => {
  await using peer = await simulate({ Q1: 'A1' })
  const script = `
    const { TCP, SockioError, TimeoutError, socketForUrl } = require('@sockio/aio')
    const sock = new TCP('127.0.0.1', PORT)
    sock.query('Q1').then(async (reply) => {
      console.log(reply, typeof socketForUrl, TimeoutError.prototype instanceof SockioError)
      await sock.close()
    })`
  expect(await runScript(script, peer.port, 'commonjs')).toEqual({
    code: 0,
    stdout: 'A1 function true',
    stderr: expect.not.stringMatching(/Error/),
  })
})

test('import and require give the same classes', async () => {
  const script = `
    const { TCP } = require('@sockio/aio')
    import('@sockio/aio').then((module) => console.log(module.TCP === TCP))`
  expect((await runScript(script, 1, 'commonjs')).stdout).toBe('true')
})
