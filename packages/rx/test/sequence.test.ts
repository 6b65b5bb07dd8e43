/** `sequence`: commands and queries in order, of which only the replies are seen. */
import { simulate } from '@sockio/sim'
import { EMPTY, lastValueFrom, take, toArray } from 'rxjs'
import { expect, test } from 'vitest'
import { queryEach, sequence, TCP, usingSocket } from '../src/index.ts'

const device = (request: string) => (request.includes('?') && !request.startsWith('DISP') ? `re ${request}` : undefined)

test('gives the replies alone, in their order', async () => {
  await using peer = await simulate(device)
  await using sock = new TCP(peer.host, peer.port)
  const texts = ['VOLT 5', 'MEAS:VOLT?', 'VOLT 6;VOLT?', 'DISP:TEXT "ready?"', "DISP:TEXT 'a;b?'", 'MEAS:CURR? MAX\n']
  const replies = await lastValueFrom(sequence(sock, texts).pipe(toArray()))
  expect(replies).toEqual(['re MEAS:VOLT?', 're VOLT 6;VOLT?', 're MEAS:CURR? MAX'])
  expect(peer.requests).toEqual(texts.map((text) => text.trim()))
})

test('left after a reply, sends nothing more; within a transaction it takes its session', async () => {
  await using peer = await simulate(device)
  await using sock = new TCP(peer.host, peer.port)
  expect(await lastValueFrom(sequence(sock, ['A?', 'B', 'C?']).pipe(take(1)))).toBe('re A?')
  const replies$ = sock.transaction((session) => sequence(session, ['D', 'E?', 'F?']))
  expect(await lastValueFrom(replies$.pipe(toArray()))).toEqual(['re E?', 're F?'])
  expect(peer.requests).toEqual(['A?', 'D', 'E?', 'F?'])
})

test('what can not be asked, and a text alone, are refused by their names, before anything is sent', () => {
  const sock = { query: () => EMPTY, command: () => EMPTY }
  for (const wrong of [undefined, 5, {}] as never[]) {
    expect(() => sequence(wrong, ['A?'])).toThrow(/^sock: expected a socket or a session, got /)
    expect(() => queryEach(wrong)).toThrow(/^sock: expected a socket or a session, got /)
    expect(() => usingSocket(wrong, () => EMPTY)).toThrow(/^make: expected a function, got /)
    expect(() => usingSocket(() => wrong, wrong)).toThrow(/^use: expected a function, got /)
  }
  for (const wrong of [undefined, 5, {}, 'VOLT 5'] as never[]) {
    expect(() => sequence(sock, wrong)).toThrow(/^texts: expected a list of texts, got /)
  }
})
