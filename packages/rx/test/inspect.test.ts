/** What `console.log` shows: where the instrument is and the state, and nothing from inside. */
import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { TCP } from '../src/index.ts'

test('a socket and a stream', () => {
  const sock = new TCP('10.0.0.7', 5025)
  expect(inspect(sock)).toBe("TCP { address: 'tcp://10.0.0.7:5025', state: 'idle' }")
  expect(inspect(sock.lines())).toBe("Lines { address: 'tcp://10.0.0.7:5025', state: 'idle' }")
})
