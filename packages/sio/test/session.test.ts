/** The class of sessions, which users meet as a type and in `instanceof`. */
import { simulate } from '@sockio/sim'
import { expect, test } from 'vitest'
import { Session, TCP } from '../src/index.ts'

test('a socket, and what a hook and a transaction are given, are sessions', async () => {
  await using device = await simulate({ Q: 'A' })
  const given: unknown[] = []
  await using sock = new TCP(device.host, device.port, {
    resolveFutures: false,
    onConnectionMade: (session) => given.push(session),
  })
  expect(await sock.query('Q')).toBe('A')
  await sock.transaction((session) => given.push(session))
  for (const session of [sock, ...given]) expect(session).toBeInstanceOf(Session)
  expect(given.map((session) => session instanceof TCP)).toEqual([false, false])
})
