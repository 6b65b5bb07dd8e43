/** Calls that block: the instrument is in a worker, since nothing else runs in this thread meanwhile. */

import { type PeerDevice, type PeerOptions, startPeer, stopPeers, until } from '@sockio/conformance'
import { type Decoder, paradigm, type Steps } from '@sockio/core'
import { faults, raw } from '@sockio/sim'
import { afterAll, expect, test } from 'vitest'
import {
  AbortError,
  ConnectError,
  InitError,
  type Options,
  poll,
  StreamActiveError,
  sleep,
  socketForUrl,
  TCP,
  TimeoutError,
} from '../src/index.ts'

afterAll(stopPeers)

/** A socket that would rather fail than hang the tests. */
async function connected(device: PeerDevice = 'numbered', options: Options = {}, peerOptions: PeerOptions = {}) {
  const peer = await startPeer(device, peerOptions)
  return { peer, sock: new TCP(peer.host, peer.port, { timeout: 60_000, ...options }) }
}

function thrown(call: () => unknown): unknown {
  try {
    call()
  } catch (error) {
    return error
  }
  throw new Error('it should have thrown')
}

test('every operation gives its value', async () => {
  const { peer, sock } = await connected()
  expect(sock.query('Q1')).toBe('A1')
  expect(sock.writeReadLine('Q2\n')).toEqual(Buffer.from('A2\n'))
  expect(sock.writeReadLine(Buffer.from('Q2\n'), { encoding: 'utf8' })).toBe('A2')
  expect(sock.writeReadLines('M3\n', 3, { encoding: 'utf8' })).toEqual(['1', '2', '3'])
  expect(sock.writeLinesReadLines(['Q3\n', 'Q4\n']).map(String)).toEqual(['A3\n', 'A4\n'])
  expect(sock.writeRead('Q5\n', 3, { encoding: 'utf8' })).toBe('A5\n')
  expect(sock.write('S0 one\nS0 two;three\n')).toBeUndefined()
  expect(String(sock.readLine())).toBe('one\n')
  expect(sock.readUntil(';', { encoding: 'utf8' })).toBe('two;')
  expect(String(sock.readExactly(6))).toBe('three\n')
  sock.writeLines(['S0 a\n', 'S0 b\n'])
  expect(sock.readLines(2, { encoding: 'utf8' })).toEqual(['a', 'b'])
  expect(sock.readBuffer()).toEqual(Buffer.alloc(0))
  expect([sock.state, sock.connected, sock.connectionCounter, sock.inWaiting, sock.atEof]).toEqual([
    'ready',
    true,
    1,
    0,
    false,
  ])
  expect(sock.socketOptions?.noDelay).toBe(true)
  expect(sock.close()).toBeUndefined()
  expect(sock.state).toBe('idle')
  await peer.close()
})

test('a block, and a URL', async () => {
  const block = { kind: 'block', bytes: Buffer.from('a\nb'), indefinite: false } as const
  const { peer } = await connected({ replies: { 'CURV?': block } })
  const sock = socketForUrl(`tcp://127.0.0.1:${peer.port}`, { timeout: 60_000 })
  expect(String(sock.writeReadBlock('CURV?\n'))).toBe('a\nb')
  sock.close()
})

test('errors are thrown: the same classes, with the same fields, and the stack of the caller', async () => {
  const { sock, peer } = await connected('silent', { staleInput: 'keep' })
  sock.open()
  await peer.send(raw('half'))
  await until('it is there before the limit begins', () => sock.inWaiting === 4)
  const error = thrown(function caller() {
    sock.query('Q?', { timeout: 50 })
  })
  expect(error).toBeInstanceOf(TimeoutError)
  expect(error).toMatchObject({
    code: 'SOCKIO_TIMEOUT',
    phase: 'reading',
    sent: 'yes',
    partial: Buffer.from('half'),
    request: Buffer.from('Q?\n'),
    address: { host: peer.host, port: peer.port, tls: false },
  })
  expect((error as Error).stack).toMatch(/caller/)
  await peer.inject(faults.refuse())
  const refused = thrown(() => sock.query('Q?'))
  expect(refused).toBeInstanceOf(ConnectError)
  expect((refused as Error).cause).toMatchObject({ code: 'ECONNREFUSED', syscall: 'connect' })
  expect(thrown(() => sock.readExactly(-1))).toBeInstanceOf(RangeError)
  expect(thrown(() => sock.query('a\nb'))).toBeInstanceOf(TypeError)
})

test('a name all of whose addresses refuse keeps its AggregateError', async () => {
  const { peer } = await connected('numbered', {}, { faults: faults.refuse() })
  const { cause } = thrown(() => new TCP('localhost', peer.port, { timeout: 60_000 }).open()) as Error
  if (cause instanceof AggregateError) expect(cause.errors[0]).toMatchObject({ code: 'ECONNREFUSED' })
  else expect(cause).toMatchObject({ code: 'ECONNREFUSED' }) // where localhost has one address
})

test('a transaction runs its function at once, and gives its result', async () => {
  const { peer, sock } = await connected()
  const seen = sock.transaction((session) => {
    session.write('W1\n')
    return [session.query('Q1'), session.query('Q2')]
  })
  expect(seen).toEqual(['A1', 'A2'])
  const mine = new Error('mine')
  const error = thrown(() =>
    sock.transaction(() => {
      throw mine
    }),
  )
  expect(error).toBe(mine)
  expect(await peer.requests()).toEqual(['W1', 'Q1', 'Q2'])
})

test('a transaction of an async function is a TypeError, and the lanes are free again', async () => {
  const { sock } = await connected()
  expect(thrown(() => sock.transaction(async () => 1))).toBeInstanceOf(TypeError)
  expect(sock.query('Q1')).toBe('A1')
})

test('a call of the socket itself inside its transaction or hook fails at once, and is never sent', async () => {
  const { peer, sock } = await connected('numbered', { timeout: 60_000 })
  sock.transaction((session) => {
    expect(thrown(() => sock.query('Q1'))).toBeInstanceOf(TypeError)
    expect(thrown(() => sock.lines().next())).toBeInstanceOf(TypeError)
    expect(thrown(() => sock.transaction(() => 1))).toBeInstanceOf(TypeError)
    expect(sock.state).toBe('ready')
    expect(session.query('Q2')).toBe('A2')
  })
  expect(sock.query('Q3')).toBe('A3')
  expect(await peer.requests()).toEqual(['Q2', 'Q3'])
})

test('init: lines for each connection, before the hook, which may block', async () => {
  const identities: string[] = []
  const { peer, sock } = await connected('numbered', {
    init: ['W1\n', Buffer.from('W2\n')],
    onConnectionMade: (session) => void identities.push(session.query('Q1')),
  })
  expect(sock.query('Q2')).toBe('A2')
  sock.close()
  expect(sock.query('Q3')).toBe('A3')
  expect(identities).toEqual(['A1', 'A1'])
  expect(await peer.requests()).toEqual(['W1', 'W2', 'Q1', 'Q2', 'W1', 'W2', 'Q1', 'Q3'])
})

test('a hook that throws is an InitError, whose cause is what it threw', async () => {
  const mine = new Error('wrong model')
  const { sock } = await connected('numbered', {
    onConnectionMade: () => {
      throw mine
    },
  })
  const error = thrown(() => sock.open())
  expect(error).toBeInstanceOf(InitError)
  expect((error as Error).cause).toBe(mine)
})

test('a signal that was aborted before ends a call without I/O', async () => {
  const { peer, sock } = await connected()
  const reason = new Error('enough')
  const error = thrown(() => sock.query('Q1', { signal: AbortSignal.abort(reason) }))
  expect(error).toBeInstanceOf(AbortError)
  expect((error as Error).cause).toBe(reason)
  expect(await peer.connections()).toBe(0)
})

test.each([
  ['reconnect', { reconnect: () => 5 }],
  ['tls.checkServerIdentity', { tls: { checkServerIdentity: () => undefined } }],
  ['tls.secureContext', { tls: { secureContext: new (class SecureContext {})() } }],
  ['init', { init: '*CLS\n' }],
  ['init[0]', { init: [5] }],
  ['resolveFutures', { resolveFutures: 'no' }],
])('what can not cross, or is wrong, is named: %s', (name, options) => {
  const error = thrown(() => new TCP('127.0.0.1', 5025, options as never))
  expect(error).toBeInstanceOf(TypeError)
  expect((error as Error).message).toContain(`${name}:`)
})

test('a match function is refused by its name', () => {
  const sock = new TCP('127.0.0.1', 5025)
  expect(() => sock.lines({ match: (() => true) as never })).toThrow(/^match: /)
})

test('for (const line of sock): leaving the loop leaves what was not used', async () => {
  const { sock } = await connected({ name: 'lines', count: 3000, period: 0 })
  sock.write('START\n')
  const seen: string[] = []
  for (const line of sock) if (seen.push(String(line)) === 5) break
  expect(seen).toEqual(['0\n', '1\n', '2\n', '3\n', '4\n'])
  expect(sock.lines({ encoding: 'utf8' }).take(3).map(Number).toArray()).toEqual([5, 6, 7])
  for (let n = 8; n < 3000; n++) expect(sock.readLine({ encoding: 'utf8' })).toBe(String(n))
})

test('batches(): a loop over arrays, whose lines go on one by one; leaving either leaves the rest', async () => {
  const { peer, sock } = await connected()
  sock.open()
  await peer.send(['0', '1', '2', '3', '4'])
  await until('five lines arrived', () => sock.inWaiting === 10)
  const lines = sock.lines({ encoding: 'utf8' })
  expect(lines.next().value).toBe('0')
  for (const batch of lines.batches()) {
    expect(batch).toEqual(['1', '2', '3', '4'])
    await peer.send(['5', '6', '7'])
    break
  }
  expect([lines.next(), lines.batches().next()]).toEqual([
    { value: undefined, done: true },
    { value: undefined, done: true },
  ])
  const [first] = sock.lines({ encoding: 'utf8' }).batches().take(1)
  expect(first?.[0]).toBe('5')
  sock.close()
})

test('batches() of values: those in front of one without a value, then its error, and what is behind it stays', async () => {
  const { peer, sock } = await connected()
  sock.open()
  await peer.send(['1', '2', 'three', '4'])
  await until('four lines arrived', () => sock.inWaiting === 12)
  const as: Decoder<number> = {
    decode: (frame) => {
      const value = Number(Buffer.from(frame).toString())
      if (Number.isNaN(value)) throw new TypeError('no number')
      return value
    },
    describe: () => ({ kind: 'number' }),
  }
  const batches = sock.lines({ as }).batches()
  expect(batches.next()).toEqual({ value: [1, 2], done: false })
  expect(thrown(() => batches.next())).toMatchObject({ name: 'DecodeError', partial: Buffer.from('three') })
  expect(batches.next()).toEqual({ value: undefined, done: true })
  expect(sock.readLine({ as })).toBe(4)
  sock.close()
})

test('a loop over 100 000 lines, with commands in the middle of it', async () => {
  const { peer, sock } = await connected({ name: 'lines', count: 100_000, period: 0, hangUp: true })
  sock.write('START\n')
  let next = 0
  for (const line of sock.lines({ encoding: 'latin1' })) {
    if (line !== `${next}`) throw new Error(`line ${next}: ${line}`)
    if (++next % 40_000 === 0) sock.write('W\n')
  }
  expect(next).toBe(100_000)
  await peer.close()
})

test('a query inside a loop is a StreamActiveError; with match it is none', async () => {
  const { sock } = await connected({ name: 'lines', prefix: 'EVT ', period: 1 })
  sock.write('START\n')
  for (const _line of sock) {
    expect(thrown(() => sock.query('Q1'))).toBeInstanceOf(StreamActiveError)
    break
  }
  const replies: string[] = []
  for (const line of sock.lines({ match: /^EVT/, encoding: 'utf8' })) {
    expect(line).toMatch(/^EVT \d+$/)
    if (replies.push(sock.query(`Q${replies.length}`)) === 20) break
  }
  expect(replies).toEqual(Array.from({ length: 20 }, (_, n) => `A${n}`))
})

test('lines({ timeout }) is the longest wait of the loop, not of its body', async () => {
  const { sock, peer } = await connected()
  sock.open()
  await peer.send(['0', '1', '2'])
  await until('they are there before the limit begins', () => sock.inWaiting === 6)
  const stream = sock.lines({ timeout: 100, encoding: 'utf8' })
  expect(stream.next().value).toBe('0')
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200)
  expect([stream.next().value, stream.next().value]).toEqual(['1', '2'])
  expect(thrown(() => stream.next())).toBeInstanceOf(TimeoutError)
  expect(stream.next()).toEqual({ value: undefined, done: true })
})

test('the error of an unknown option lists all that are known', () => {
  const error = thrown(() => new TCP('127.0.0.1', 1, { inti: [] } as Options))
  expect(error).toBeInstanceOf(TypeError)
  expect(String(error)).toMatch(/unknown option "inti": did you mean "init"\? \(known: eol, .*\binit\b/)
  expect(String(error)).toMatch(/\bresolveFutures\b/)
})

test('sleep(ms) blocks for so long, and says what is wrong with its argument', () => {
  const from = performance.now()
  sleep(20)
  expect(performance.now() - from).toBeGreaterThanOrEqual(19)
  sleep(0)
  for (const ms of ['5', undefined, null]) expect(thrown(() => sleep(ms as never))).toBeInstanceOf(TypeError)
  for (const ms of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
    const error = thrown(() => sleep(ms))
    expect(error).toBeInstanceOf(RangeError)
    expect((error as Error).message).toMatch(/^ms: /)
  }
})

test('a procedure of a driver whose time is over is given no more replies, and blocks no longer', async () => {
  const { sock } = await connected()
  const reply: Decoder<string> = { decode: String, describe: () => ({ kind: 'text' }) }
  function* steps(): Steps<void> {
    for (;;) {
      try {
        yield { step: 'ask', lines: ['Q1'], replies: [reply], gives: 'value' }
      } catch {}
    }
  }
  const options = { timeout: 50 }
  const stubborn = sock[paradigm].method('stubborn', () => ({
    name: 'stubborn',
    run: { step: 'together', gently: true, run: steps },
    options,
  }))
  expect(thrown(stubborn)).toBeInstanceOf(TimeoutError)
  expect(sock.query('Q2')).toBe('A2')
  sock.close()
})

test('a function that fails in what it returns leaves the socket to the next call', async () => {
  const { sock } = await connected()
  const strange = (): PromiseLike<never> => ({
    // biome-ignore lint/suspicious/noThenProperty: it is what is tried
    then: () => {
      throw new RangeError('mine')
    },
  })
  expect(thrown(() => sock.transaction(strange))).toBeInstanceOf(TypeError)
  expect(sock.query('Q1')).toBe('A1')
  sock.close()
})

test('a poll that blocks waits for no promise', async () => {
  const { sock } = await connected()
  const readings = poll(sock, async () => 5, 1)
  expect(String(thrown(() => readings.next()))).toMatch(/^TypeError: request: .*promise/)
  expect(readings.next().done).toBe(true)
  sock.close()
})
