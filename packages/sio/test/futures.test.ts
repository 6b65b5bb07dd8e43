/** Futures: several under way at once, waited for, awaited, asked after and cancelled. */
import { type PeerDevice, startPeer, stopPeers } from '@sockio/conformance'
import { afterAll, expect, test } from 'vitest'
import { AbortError, TCP, TimeoutError } from '../src/index.ts'

afterAll(stopPeers)

async function connected(device: PeerDevice = 'numbered', options: { readonly timeout?: number } = {}) {
  const peer = await startPeer(device)
  return { peer, sock: new TCP(peer.host, peer.port, { timeout: 60_000, ...options, resolveFutures: false }) }
}

function thrown(call: () => unknown): unknown {
  try {
    call()
  } catch (error) {
    return error
  }
  throw new Error('it should have thrown')
}

test('several at once, on one instrument and across two', async () => {
  const [one, two] = [await connected(), await connected()]
  const slow = one.sock.query('HOLD slow')
  const after = one.sock.query('Q1')
  const other = two.sock.query('Q2')
  expect(other.result()).toBe('A2')
  expect(slow.done).toBe(false)
  await one.peer.release()
  expect(after.result()).toBe('A1')
  expect([slow.done, slow.result(), after.result()]).toEqual([true, 'slow', 'A1'])
})

test('result(timeout) is a TimeoutError that ends nothing', async () => {
  const { sock, peer } = await connected()
  const future = sock.query('HOLD late')
  await peer.received('HOLD late')
  const error = thrown(() => future.result(20))
  expect(error).toBeInstanceOf(TimeoutError)
  expect(error).toMatchObject({ sent: 'maybe', address: { port: peer.port } })
  expect((error as Error).message).toContain(`127.0.0.1:${peer.port} after 20 ms`)
  await peer.release()
  expect(future.result()).toBe('late')
  expect(thrown(() => future.result(-1))).toBeInstanceOf(RangeError)
  expect(sock.connectionCounter).toBe(1)
})

test('cancel() ends a call with an AbortError, once; a done one it leaves alone', async () => {
  const { sock } = await connected('silent')
  const future = sock.query('Q1')
  expect(future.cancel()).toBe(true)
  expect(thrown(() => future.result())).toBeInstanceOf(AbortError)
  expect(future.cancel()).toBe(false)
})

test('await, Promise.all and then() take them, and `done` sees them end without the event loop', async () => {
  const { sock } = await connected()
  expect(await sock.query('Q1')).toBe('A1')
  expect(await Promise.all(['Q1', 'Q2', 'Q3'].map((text) => sock.query(text)))).toEqual(['A1', 'A2', 'A3'])
  expect(await sock.query('Q4').then((text) => text.length)).toBe(2)
  const future = sock.query('Q5')
  while (!future.done) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1)
  expect(await future).toBe('A5')
})

test('a transaction whose function is async goes on while another instrument is waited for', async () => {
  const [one, two] = [await connected(), await connected()]
  const transaction = one.sock.transaction(
    async (session) => `${await session.query('Q1')}${await session.query('Q2')}`,
  )
  expect(two.sock.query('L50 x').result()).toBe('x')
  expect(await transaction).toBe('A1A2')
})

test('a blocked thread can not wait for an async function: a TypeError, not a hang', async () => {
  const { sock } = await connected('numbered', { timeout: 60_000 })
  const transaction = sock.transaction(async (session) => session.query('Q1'))
  expect(thrown(() => transaction.result())).toBeInstanceOf(TypeError)
  expect(sock.transaction((session) => session.query('Q2')).result()).toBe('A2')
})

test('a stream that is left while lines are on their way to it leaves them in the buffer', async () => {
  const { sock } = await connected({ name: 'lines', count: 20, period: 0 })
  const all = Array.from({ length: 20 }, (_, n) => String(n))
  for (let i = 0; i < 20; i++) {
    const lines = sock.lines({ encoding: 'utf8' })
    const first = lines.next()
    sock.write('START\n')
    // Lines come, or not yet, but are not taken in.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, i)
    lines.return()
    const { value } = await first
    const taken = value === undefined ? [] : [value]
    expect([...taken, ...(await sock.readLines(20 - taken.length, { encoding: 'utf8' }))]).toEqual(all)
  }
})

test('for await, and the blocking loop of the same socket', async () => {
  const { sock } = await connected({ name: 'lines', count: 20, period: 0 })
  await sock.write('START\n')
  const seen: string[] = []
  for await (const line of sock.lines({ encoding: 'utf8' })) if (seen.push(line) === 5) break
  for await (const line of sock) if (seen.push(String(line).trim()) === 10) break
  for (const line of sock) if (seen.push(String(line).trim()) === 20) break
  expect(seen).toEqual(Array.from({ length: 20 }, (_, n) => String(n)))
})
