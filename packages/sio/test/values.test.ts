/** Values of calls that block: decoders run in the caller's thread. */
import { startPeer, stopPeers } from '@sockio/conformance'
import { afterAll, expect, test } from 'vitest'
import { DecodeError, type Decoder, poll, socketForUrl, TCP, Undecodable } from '../src/index.ts'

afterAll(stopPeers)

const decimal: Decoder<number> = {
  decode(frame) {
    const value = Number(String(frame) || Number.NaN)
    if (Number.isNaN(value)) throw new Undecodable('a number')
    return value
  },
  describe: () => ({ kind: 'number' }),
}

async function connected(replies: Readonly<Record<string, string>>) {
  const peer = await startPeer({ replies })
  return { peer, sock: new TCP(peer.host, peer.port, { timeout: 60_000 }) }
}

function thrown(call: () => unknown): unknown {
  try {
    call()
  } catch (error) {
    return error
  }
  throw new Error('it should have thrown')
}

test('a value, or a DecodeError that shows who called', async () => {
  const { peer, sock } = await connected({ 'N?': '7', 'BAD?': 'no' })
  expect(sock.query('N?', { as: decimal })).toBe(7)
  expect(sock.transaction((session) => session.query('N?', { as: decimal }))).toBe(7)
  const error = thrown(function measure() {
    return sock.query('BAD?', { as: decimal })
  })
  expect(error).toBeInstanceOf(DecodeError)
  expect(error).toMatchObject({ expected: 'a number', at: 0, partial: Buffer.from('no'), sent: 'yes' })
  expect(String((error as Error).stack).split('\n')[1]).toContain('measure')
  expect(sock.query('N?')).toBe('7')
  sock.close()
  await peer.close()
})

test('a decoder that asks the socket itself is answered', async () => {
  const { peer, sock } = await connected({ 'N?': '7', 'M?': '8' })
  const asking: Decoder<unknown> = {
    decode: (frame) => [String(frame), sock.query('M?')],
    describe: () => ({ kind: 'both' }),
  }
  expect(sock.query('N?', { as: asking })).toEqual(['7', '8'])
  expect(sock.query('N?')).toBe('7')
  sock.close()
  await peer.close()
})

test('lines of values: the first that has none ends the loop, and what is behind it stays', async () => {
  const peer = await startPeer('numbered')
  const sock = new TCP(peer.host, peer.port, { timeout: 60_000 })
  sock.writeLines(['S0 1\n', 'S0 2\n', 'L50 three\n', 'S0 4\n']) // the third in a batch of its own
  const values: number[] = []
  const error = thrown(function consume() {
    for (const value of sock.lines({ as: decimal })) values.push(value)
  })
  expect(values).toEqual([1, 2])
  expect(error).toMatchObject({ code: 'SOCKIO_DECODE', partial: Buffer.from('three') })
  expect(String((error as Error).stack).split('\n')[1]).toContain('consume')
  expect(sock.readLine({ as: decimal })).toBe(4)
  sock.close()
  await peer.close()
})

test('poll blocks for its ticks, has the helpers of iterators, and ends with its first error', async () => {
  const { peer, sock } = await connected({ 'N?': '7', 'BAD?': 'no' })
  expect(poll(sock, 'N?', 1, { as: decimal }).take(3).toArray()).toEqual([7, 7, 7])
  let asked = 0
  const counted = poll(sock, () => ++asked, 1)
  for (const n of counted) if (n === 3) break
  expect([asked, counted.next()]).toEqual([3, { value: undefined, done: true }])
  const failing = poll(sock, 'BAD?', 1, { as: decimal })
  const error = thrown(function watch() {
    return failing.next()
  })
  expect(error).toMatchObject({ code: 'SOCKIO_DECODE' })
  expect(String((error as Error).stack).split('\n')[1]).toContain('watch')
  expect(failing.next()).toEqual({ value: undefined, done: true })
  expect(sock.transaction((session) => poll(session, 'N?', 1, { as: decimal }).take(2).toArray())).toEqual([7, 7])
  sock.close()
  await peer.close()
})

test('options that are none are named', () => {
  for (const none of [null, 5, Number.NaN, 5n, Symbol('none'), () => undefined, []]) {
    expect(() => new TCP('127.0.0.1', 1, none as never)).toThrow(/^options: expected an object, got /)
    expect(() => socketForUrl('tcp://127.0.0.1:1', none as never)).toThrow(/^options: expected an object, got /)
  }
})

test('poll names what is no socket', () => {
  expect(() => poll(null as unknown as TCP, 'N?', 1)).toThrow(/^sock: expected a socket or a session, got null$/)
})
