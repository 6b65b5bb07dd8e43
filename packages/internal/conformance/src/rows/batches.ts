/** Section 2.5: streams in batches. */
import assert from 'node:assert/strict'
import { decimal } from '../decoders.ts'
import { failure } from '../failure.ts'
import { indices } from '../pull.ts'
import { Recorder } from '../recorder.ts'
import { table } from '../row.ts'
import { say } from '../say.ts'
import type { SubjectBatches } from '../subject.ts'
import { until } from '../until.ts'
import { valuesIn } from '../values.ts'

const text = { encoding: 'utf8' } as const
const lines = (n: number, from = 0) =>
  indices(n, from)
    .map((line) => `${line}\n`)
    .join('')

/** The next array; none is empty. */
async function next<T>(batches: SubjectBatches<T>): Promise<readonly T[]> {
  const { value = [], done } = await batches.next()
  assert.equal(done, false)
  assert(value.length > 0, 'an empty array')
  return value
}

/** What comes, until it is so many. */
async function gather<T>(batches: SubjectBatches<T>, n: number): Promise<T[]> {
  const items: T[] = []
  while (items.length < n) items.push(...(await next(batches)))
  return items
}

export const batchRows = table('2.5 batches', {
  'batches(): all that is there, in one array': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    await say(device, sock, '0\n1\r\n2\n')
    const batches = sock.lines(text).batches()
    assert.deepEqual(await next(batches), indices(3))
    const more = next(batches)
    await device.send('3')
    assert.deepEqual(await more, ['3'])
    await batches.return()
    assert.deepEqual(await batches.next(), { value: undefined, done: true })
    assert.equal(await sock.query('Q1'), 'A1')
  },

  'batches(): Buffers with their end of line, and pieces of blocks()': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    await say(device, sock, 'one\ntwo\n')
    const batches = sock.lines().batches()
    assert.deepEqual(await next(batches), [Buffer.from('one\n'), Buffer.from('two\n')])
    await batches.return()
    await say(device, sock, '012345')
    const pieces = sock.blocks(2).batches()
    assert.deepEqual((await next(pieces)).map(String), ['01', '23', '45'])
    await pieces.return()
  },

  'batches(): every line in its order, until the peer closes': async ({ peer, connect }) => {
    const count = 100_000
    const device = await peer({ name: 'lines', count, period: 0, hangUp: true })
    const batches = connect(device)
      .lines({ ...text, start: 'START' })
      .batches()
    assert.deepEqual(await gather(batches, count), indices(count))
    assert.deepEqual(await batches.next(), { value: undefined, done: true })
  },

  'batches(): left in the middle, whoever reads next gets the rest in order': async ({ peer, connect }) => {
    const count = 10_000
    const device = await peer('numbered')
    const sock = connect(device)
    await say(device, sock, lines(count))
    const batches = sock.lines(text).batches()
    const first = await next(batches)
    const { length } = first
    await batches.return()
    assert(length < count, `${length} in one array`)
    assert.deepEqual(first, indices(length))
    assert.equal(await sock.readLine(text), `${length}`)
    const others = sock.lines(text).batches()
    assert.deepEqual(await gather(others, count - length - 1), indices(count - length - 1, length + 1))
    await others.return()
    assert.equal(await sock.query('Q1'), 'A1')
  },

  'batches(): what comes while nobody asks is for whoever reads next': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    await say(device, sock, '0\n1\n')
    const batches = sock.lines(text).batches()
    assert.deepEqual(await next(batches), ['0', '1'])
    await say(device, sock, '2\n3\n')
    await batches.return()
    assert.deepEqual(await sock.readLines(2, text), ['2', '3'])
  },

  'batches() of values: what comes before one without a value is given first': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    await say(device, sock, '1\n2\nthree\n4\n5\n')
    const batches = valuesIn(sock, { as: decimal }).batches()
    assert.deepEqual(await next(batches), [1, 2])
    await failure(batches.next(), { code: 'SOCKIO_DECODE', phase: 'reading', partial: 'three' })
    assert.deepEqual(await batches.next(), { value: undefined, done: true })
    const others = valuesIn(sock, { as: decimal }).batches()
    assert.deepEqual(await next(others), [4, 5])
    await others.return()
    await say(device, sock, 'six\n7\n')
    await failure(valuesIn(sock, { as: decimal }).batches().next(), { code: 'SOCKIO_DECODE', partial: 'six' })
    assert.equal(await sock.readLine(text), '7')
  },

  'batches(): left after one without a value, nothing more is told of that': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    await say(device, sock, '1\nthree\n4\n')
    const batches = valuesIn(sock, { as: decimal }).batches()
    assert.deepEqual(await next(batches), [1])
    await batches.return()
    assert.deepEqual(await batches.next(), { value: undefined, done: true })
    assert.equal(await sock.readLine(text), '4')
  },

  'batches(): what had arrived before a loss is given first': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    await say(device, sock, '0\n')
    const batches = sock.lines(text).batches()
    assert.deepEqual(await next(batches), ['0'])
    await say(device, sock, '1\n2\n3')
    await device.disconnect('reset')
    await until('the connection is lost', () => !sock.connected)
    assert.deepEqual(await next(batches), ['1', '2'])
    await failure(batches.next(), { code: 'SOCKIO_CONNECTION_LOST', partial: '3', cause: 'ECONNRESET' })
    assert.deepEqual(await batches.next(), { value: undefined, done: true })
  },

  'batches() with reconnect: go on across losses': async ({ peer, connect }) => {
    const device = await peer({ name: 'lines', count: 10, hangUp: true })
    const sock = connect(device)
    const batches = sock.lines({ ...text, start: 'START', reconnect: true }).batches()
    const seen = await gather(batches, 35)
    assert.deepEqual(
      seen,
      seen.map((_, index) => `${index % 10}`),
    )
    assert(sock.connectionCounter >= 4)
    await batches.return()
  },

  'batches(): a slow consumer holds the peer up, and nothing is lost': async ({ peer, connect }) => {
    const count = 30_000
    const device = await peer({ name: 'lines', count, size: 500, period: 0, hangUp: true })
    const batches = connect(device, { bufferSize: 50_000 })
      .lines({ ...text, start: 'START' })
      .batches()
    const first = await next(batches)
    let before = -1
    await until('the peer stalls', async () => {
      const produced = await device.produced()
      const stalls = produced === before
      before = produced
      await new Promise((resolve) => setTimeout(resolve, 50))
      return stalls
    })
    assert(before < count)
    const rest = await gather(batches, count - first.length)
    assert.deepEqual(
      [...first, ...rest].map((line) => Number.parseInt(String(line), 10)),
      indices(count).map(Number),
    )
    assert.equal((await batches.next()).done, true)
  },

  'batches() with overflow latest: the newest line alone': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    await sock.open()
    const batches = sock.lines({ ...text, overflow: 'latest' }).batches()
    const first = next(batches)
    await device.send('0')
    assert.deepEqual(await first, ['0'])
    await device.send(indices(100, 1))
    await until('all arrived', () => batches.dropped === 99)
    assert.deepEqual(await next(batches), ['100'])
    await batches.return()
  },

  'batches() with overflow dropOldest: what is kept, in one array after another': async ({ peer, connect }) => {
    const device = await peer({ name: 'lines', count: 1000, size: 10, period: 0 })
    const sock = connect(device, { bufferSize: 1000 })
    const batches = sock.lines({ ...text, start: 'START', overflow: 'dropOldest' }).batches()
    const first = await next(batches)
    await until('the peer is done, and lines were dropped', async () => {
      return (await device.produced()) === 1000 && batches.dropped >= 800 - first.length
    })
    await sock.write('S0 end\n')
    const rest: string[] = []
    while (rest.at(-1) !== 'end') rest.push(...(await next(batches)).map(String))
    assert.equal(first.length + rest.length - 1 + batches.dropped, 1000)
    assert.equal(rest.at(-2)?.replace(/\.*$/, ''), '999')
    await batches.return()
  },

  'batches() with match: only what matches, and a request beside it': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    const batches = sock.lines({ ...text, match: /^!/ }).batches()
    const first = next(batches)
    await device.connected()
    await device.send('!1')
    assert.deepEqual(await first, ['!1'])
    await device.send(['!2', '!3'])
    assert.equal(await sock.query('Q1'), 'A1')
    assert.deepEqual(await next(batches), ['!2', '!3'])
    await batches.return()
  },

  'batches(): start is sent when it begins, stop when it is left, and its silence is waited for': async ({
    peer,
    connect,
  }) => {
    const seen = new Recorder()
    const device = await peer('lines')
    const sock = connect(device, { quiet: 'reconnect', ...seen.options })
    const batches = sock.lines({ ...text, start: 'START', stop: 'STOP', quiet: 50 }).batches()
    assert.equal((await next(batches))[0], '0')
    await batches.return()
    await device.received('STOP')
    assert.equal(await sock.query('Q1'), 'A1')
    assert.equal(sock.connectionCounter, 1)
  },

  'batches({ timeout }): the longest wait for an array; and its signal': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    await say(device, sock, '0\n1\n')
    const batches = sock.lines({ ...text, timeout: 100 }).batches()
    assert.deepEqual(await next(batches), ['0', '1'])
    await failure(batches.next(), { code: 'SOCKIO_TIMEOUT', says: ['100 ms'] })
    const control = new AbortController()
    const reason = new Error('enough')
    await say(device, sock, '2\n')
    const others = sock.lines({ ...text, signal: control.signal }).batches()
    assert.deepEqual(await next(others), ['2'])
    const waiting = failure(others.next(), { code: 'SOCKIO_ABORTED', cause: reason })
    control.abort(reason)
    await waiting
    assert.equal(await sock.query('Q1'), 'A1')
  },

  'batches(): return() ends a pull that waits, and several pulls are answered in order': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    const batches = sock.lines(text).batches()
    const pulls = [next(batches), next(batches)]
    await device.connected()
    await device.send('1')
    assert.deepEqual(await pulls[0], ['1'])
    await device.send('2')
    assert.deepEqual(await pulls[1], ['2'])
    const pull = batches.next()
    await batches.return()
    assert.deepEqual(await pull, { value: undefined, done: true })
    assert.equal(await sock.query('Q1'), 'A1')
  },

  'batches() that are never pulled connect nothing; a bad option is refused': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    const batches = sock.lines().batches()
    assert.equal(await sock.query('Q1'), 'A1')
    await batches.return()
    await assert.rejects(async () => sock.lines({ timeout: -1 }).batches().next(), RangeError)
    assert.equal(await device.connections(), 1)
  },
})
