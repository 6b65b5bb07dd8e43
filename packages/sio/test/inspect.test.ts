/** What `console.log` shows: where the instrument is and the state, and nothing from inside. */
import { inspect } from 'node:util'
import { simulate } from '@sockio/sim'
import { expect, test } from 'vitest'
import { poll, TCP } from '../src/index.ts'

test('a socket, a stream and futures', async () => {
  await using device = await simulate({ Q1: 'A1' })
  await using sock = new TCP(device.host, device.port, { resolveFutures: false })
  const address = `address: 'tcp://127.0.0.1:${device.port}'`
  expect(inspect(sock)).toBe(`TCP { ${address}, state: 'idle' }`)
  expect(inspect(sock.lines())).toBe(`Lines { ${address}, state: 'idle', ended: false }`)
  expect(inspect(sock.lines().batches())).toBe(`Batches { ${address}, state: 'idle', ended: false }`)
  expect(inspect(sock[Symbol.iterator]())).toBe(`Lines { ${address}, state: 'idle', ended: false }`)
  expect(inspect(poll(sock, 'Q1', 100))).toBe(`Readings { ${address}, state: 'idle', ended: false }`)
  const reply = sock.query('Q1')
  expect(inspect(reply)).toBe(`Future { ${address}, state: 'pending' }`)
  await reply
  expect(inspect(reply)).toBe(`Future { ${address}, state: 'done', value: 'A1' }`)
  const silent = sock.query('Q2', { timeout: 20 })
  await silent.then(undefined, () => undefined)
  expect(inspect(silent)).toMatch(/^Future \{\s+address: .*,\s+state: 'failed',\s+error: TimeoutError: /)
})

test('where calls block', async () => {
  await using device = await simulate({ START: ['1', '2'] })
  using sock = new TCP(device.host, device.port)
  const address = `address: 'tcp://127.0.0.1:${device.port}'`
  expect(inspect(poll(sock, 'Q1', 100))).toBe(`Readings { ${address}, state: 'idle', ended: false }`)
  const lines = sock.lines()
  expect(inspect(lines)).toBe(`Lines { ${address}, state: 'idle', ended: false }`)
  lines.return()
  expect(inspect(lines)).toBe(`Lines { ${address}, state: 'idle', ended: true }`)
})
