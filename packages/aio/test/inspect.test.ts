/** What `console.log` shows: where the instrument is and the state, and nothing from inside. */
import { inspect } from 'node:util'
import { simulate } from '@sockio/sim'
import { expect, test } from 'vitest'
import { poll, TCP } from '../src/index.ts'

test('a socket, a session and a stream', () => {
  const sock = new TCP('10.0.0.7', 5025)
  expect(inspect(sock)).toBe("TCP { address: 'tcp://10.0.0.7:5025', state: 'idle' }")
  expect(inspect({ rack: { slot: { sock } } })).toContain('sock: [TCP]')
  expect(inspect(sock.lines())).toMatch(
    /^Lines \{\s+address: 'tcp:\/\/10.0.0.7:5025',\s+state: 'idle',\s+ended: false,\s+dropped: 0\s+\}$/,
  )
  expect(inspect(sock.lines().batches())).toMatch(/^Batches \{\s+address: 'tcp:\/\/10.0.0.7:5025',\s+state: 'idle',/)
})

test('a poll', async () => {
  const sock = new TCP('10.0.0.7', 5025)
  const readings = poll(sock, 'MEAS:VOLT?', 100)
  expect(inspect(readings)).toBe("Readings { address: 'tcp://10.0.0.7:5025', state: 'idle', ended: false }")
  await readings.return()
  expect(inspect(readings)).toBe("Readings { address: 'tcp://10.0.0.7:5025', state: 'idle', ended: true }")
  expect(inspect(poll({ volts: 5 }, ({ volts }) => volts, 100))).toBe('Readings { ended: false }')
})

test('a session, under its own name', async () => {
  await using device = await simulate({})
  await using sock = new TCP(device.host, device.port)
  const shown = await sock.transaction((session) => inspect(session))
  expect(shown).toBe(`Session { address: 'tcp://127.0.0.1:${device.port}', state: 'ready' }`)
})

test('a class of the user shows its own name', () => {
  class Scope extends TCP {}
  expect(inspect(new Scope('scope.lab', 5025))).toBe("Scope { address: 'tcp://scope.lab:5025', state: 'idle' }")
})
