/** The class of sessions, which users meet as a type and in `instanceof`. */
import { simulate } from '@sockio/sim'
import { firstValueFrom, of } from 'rxjs'
import { expect, test } from 'vitest'
import { Session, TCP } from '../src/index.ts'

test('a socket, and what a hook and a transaction are given, are sessions', async () => {
  await using device = await simulate({ Q: 'A' })
  const given: unknown[] = []
  await using sock = new TCP(device.host, device.port, { onConnectionMade: (session) => given.push(session) })
  expect(await firstValueFrom(sock.query('Q'))).toBe('A')
  await firstValueFrom(sock.transaction((session) => of(given.push(session))))
  for (const session of [sock, ...given]) expect(session).toBeInstanceOf(Session)
  expect(given.map((session) => session instanceof TCP)).toEqual([false, false])
})
