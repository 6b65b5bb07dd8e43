/** What `console.log` shows: where the instrument is and the state, and nothing from inside. */
import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { TCP } from '../src/index.ts'

test('a socket, a session and a stream', () => {
  const sock = new TCP('10.0.0.7', 5025)
  expect(inspect(sock)).toBe("TCP { address: 'tcp://10.0.0.7:5025', state: 'idle' }")
  expect(inspect({ rack: { slot: { sock } } })).toContain('sock: [TCP]')
  expect(inspect(sock.lines())).toMatch(
    /^Lines \{\s+address: 'tcp:\/\/10.0.0.7:5025',\s+state: 'idle',\s+ended: false,\s+dropped: 0\s+\}$/,
  )
})

test('a class of the user shows its own name', () => {
  class Scope extends TCP {}
  expect(inspect(new Scope('scope.lab', 5025))).toBe("Scope { address: 'tcp://scope.lab:5025', state: 'idle' }")
})
