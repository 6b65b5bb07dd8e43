/** What `console.log` shows: where the instrument is and the state, and nothing from inside. */
import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { poll, TCP } from '../src/index.ts'

test('a socket and a stream', () => {
  const sock = new TCP('10.0.0.7', 5025)
  expect(inspect(sock)).toBe("TCP { address: 'tcp://10.0.0.7:5025', state: 'idle' }")
  expect(inspect(sock.lines())).toBe("Lines { address: 'tcp://10.0.0.7:5025', state: 'idle' }")
  expect(inspect(sock.lines().batches())).toBe("Batches { address: 'tcp://10.0.0.7:5025', state: 'idle' }")
})

test('what is still to be asked', () => {
  const sock = new TCP('10.0.0.7', 5025)
  const asked$ = [
    sock.query('Q1'),
    poll(sock, 'Q1', 100),
    sock.transaction(() => []),
    sock.close(),
    sock.lines().concatMap(() => []),
  ]
  for (const each$ of asked$)
    expect(inspect(each$)).toBe("Observable { address: 'tcp://10.0.0.7:5025', state: 'idle' }")
})
