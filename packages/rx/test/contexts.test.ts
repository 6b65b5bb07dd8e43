/** The `AsyncLocalStorage` that subscribers run in: that of their subscription. */
import { AsyncLocalStorage } from 'node:async_hooks'
import { delay, simulate } from '@sockio/sim'
import { type Observable, take } from 'rxjs'
import { expect, test } from 'vitest'
import { TCP } from '../src/index.ts'

const caller = new AsyncLocalStorage<string>()
const device = { Q1: 'A1', Q2: 'A2', SLOW: delay(60_000, 'late') } as const

/** In whose context a subscriber is told, of whatever comes first. */
const inWhose = (name: string, source: Observable<unknown>): Promise<unknown> =>
  new Promise((resolve) => {
    const told = () => resolve(caller.getStore())
    caller.run(name, () => source.pipe(take(1)).subscribe({ next: told, error: told, complete: told }))
  })

test('each subscriber is told in the context of its own subscription, however the call ends', async () => {
  await using peer = await simulate(device)
  await using sock = new TCP(peer.host, peer.port)
  const query = sock.query('Q1')
  const seen = await Promise.all([
    inWhose('opener', sock.open()),
    inWhose('one', query),
    inWhose('two', query),
    inWhose(
      'three',
      sock.transaction((session) => session.query('Q2')),
    ),
    inWhose('late', sock.query('SLOW', { timeout: 100 })),
  ])
  expect(seen).toEqual(['opener', 'one', 'two', 'three', 'late'])
  const lines = inWhose('streamer', sock.lines())
  await inWhose('writer', sock.write('Q2\n'))
  expect(await lines).toBe('streamer')
  const closed = inWhose('slow', sock.query('SLOW'))
  expect(await inWhose('closer', sock.close())).toBe('closer')
  expect(await closed).toBe('slow')
})
