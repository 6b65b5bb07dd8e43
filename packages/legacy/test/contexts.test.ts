/** The `AsyncLocalStorage` that callbacks and listeners run in: that of who gave them. */
import { AsyncLocalStorage } from 'node:async_hooks'
import { delay, simulate } from '@sockio/sim'
import { expect, test } from 'vitest'
import { TCP } from '../src/index.ts'
import { value } from './rig.ts'

const caller = new AsyncLocalStorage<string>()
const device = { Q1: 'A1', Q2: 'A2', SLOW: delay(60_000, 'late') } as const

/** In whose context the callback is called. */
const inWhose = (name: string, start: (callback: () => void) => void): Promise<unknown> =>
  new Promise((resolve) => caller.run(name, () => start(() => resolve(caller.getStore()))))

test('each callback runs in the context of its own call, however that ends', async () => {
  await using peer = await simulate(device)
  await using sock = new TCP(peer.host, peer.port)
  const signal = AbortSignal.timeout(50)
  const seen = await Promise.all([
    inWhose('opener', (callback) => sock.open(callback)),
    inWhose('one', (callback) => sock.query('Q1', callback)),
    inWhose('two', (callback) => sock.query('Q2', callback)),
    inWhose('three', (callback) => sock.transaction((session, done) => session.query('Q1', done), callback)),
    inWhose('aborted', (callback) => sock.query('SLOW', { signal }, callback)),
    inWhose('late', (callback) => sock.query('SLOW', { timeout: 100 }, callback)),
  ])
  expect(seen).toEqual(['opener', 'one', 'two', 'three', 'aborted', 'late'])
  const closed = inWhose('slow', (callback) => sock.query('SLOW', callback))
  expect(await inWhose('closer', (callback) => sock.close(callback))).toBe('closer')
  expect(await closed).toBe('slow')
})

test('listeners of the socket run in the context of its construction, those of a stream in that of its start', async () => {
  await using peer = await simulate(device)
  const seen: unknown[] = []
  const note = () => seen.push(caller.getStore())
  const sock = caller.run('maker', () => new TCP(peer.host, peer.port))
  sock.on('connect', note).on('close', note)
  await caller.run('asker', () => value((callback) => sock.query('Q1', callback)))
  const line = new Promise<void>((resolve) => {
    const lines = sock.lines()
    caller.run('streamer', () =>
      lines.on('data', () => {
        note()
        resolve()
      }),
    )
  })
  caller.run('writer', () => sock.write('Q2\n'))
  await line
  await caller.run('closer', () => value((callback) => sock.destroy(callback)))
  expect(seen).toEqual(['maker', 'streamer', 'maker'])
})
