/** What `console.log` shows: where the instrument is and the state, and nothing from inside. */
import { inspect } from 'node:util'
import { simulate } from '@sockio/sim'
import { expect, test } from 'vitest'
import { TCP } from '../src/index.ts'

test('a socket, a stream and futures', async () => {
  await using device = await simulate({ Q1: 'A1' })
  await using sock = new TCP(device.host, device.port, { resolveFutures: false })
  expect(inspect(sock)).toBe(`TCP { address: 'tcp://127.0.0.1:${device.port}', state: 'idle' }`)
  expect(inspect(sock.lines())).toBe('Lines { ended: false }')
  const reply = sock.query('Q1')
  expect(inspect(reply)).toBe("Future { state: 'pending' }")
  await reply
  expect(inspect(reply)).toBe("Future { state: 'done', value: 'A1' }")
  const silent = sock.query('Q2', { timeout: 20 })
  await silent.then(undefined, () => undefined)
  expect(inspect(silent)).toMatch(/^Future \{\s+state: 'failed',\s+error: TimeoutError: /)
})
