/** The class of sessions, which users meet as a type and in `instanceof`. */
import { simulate } from '@sockio/sim'
import { firstValueFrom, type Observable, of, throwError } from 'rxjs'
import { expect, test } from 'vitest'
import { ClosedError, Session, TCP } from '../src/index.ts'

test('a socket, and what a hook and a transaction are given, are sessions', async () => {
  await using device = await simulate({ Q: 'A' })
  const given: unknown[] = []
  await using sock = new TCP(device.host, device.port, { onConnectionMade: (session) => given.push(session) })
  expect(await firstValueFrom(sock.query('Q'))).toBe('A')
  await firstValueFrom(sock.transaction((session) => of(given.push(session))))
  for (const session of [sock, ...given]) expect(session).toBeInstanceOf(Session)
  expect(given.map((session) => session instanceof TCP)).toEqual([false, false])
})

test('the session of a transaction is over when its subscriber is told so', async () => {
  await using device = await simulate({ Q: 'A' })
  await using sock = new TCP(device.host, device.port)
  const late = (end: Observable<number>) =>
    new Promise((resolve, reject) => {
      let kept: Session | undefined
      const ask = () => (kept as Session).query('Q').subscribe({ next: reject, error: resolve })
      const keep = (session: Session) => {
        kept = session
        return end
      }
      sock.transaction(keep).subscribe({ complete: ask, error: ask })
    })
  expect(await late(of(1))).toBeInstanceOf(ClosedError)
  expect(await late(throwError(() => new Error('mine')))).toBeInstanceOf(ClosedError)
  expect(device.requests).toEqual([])
})
