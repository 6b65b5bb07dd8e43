/** `for await` over lines: how loops are left, and what they leave behind. */
import { getEventListeners } from 'node:events'
import { until } from '@sockio/conformance'
import { faults, raw, type SimulatedDevice, simulate, stream } from '@sockio/sim'
import { expect, test } from 'vitest'
import { ConnectionEOFError, poll, TCP } from '../src/index.ts'

const counter = () => simulate({ START: stream((index) => `${index}`, { period: 1 }), TEN: tenLines, Q1: 'A1' })
const tenLines = Array.from({ length: 10 }, (_, index) => `${index}`)
const connect = (device: SimulatedDevice, options = {}) => new TCP(device.host, device.port, options)

test('the socket itself can be iterated', async () => {
  await using device = await counter()
  await using sock = connect(device)
  await sock.write('TEN\n')
  const seen: string[] = []
  for await (const line of sock) {
    expect(Buffer.isBuffer(line)).toBe(true)
    if (seen.push(line.toString()) === 10) break
  }
  expect(seen).toEqual(tenLines.map((line) => `${line}\n`))
})

test('break frees the read lane, and leaves the rest in the buffer', async () => {
  await using device = await counter()
  await using sock = connect(device)
  await sock.write('TEN\n')
  for await (const line of sock.lines({ encoding: 'utf8' })) if (line === '3') break
  expect(await sock.readLines(6, { encoding: 'utf8' })).toEqual(['4', '5', '6', '7', '8', '9'])
  expect(await sock.query('Q1')).toBe('A1')
})

test('return in a loop does the same', async () => {
  await using device = await counter()
  await using sock = connect(device)
  await sock.write('TEN\n')
  const first = async () => {
    for await (const line of sock.lines({ encoding: 'utf8' })) return line
    return undefined
  }
  expect([await first(), await first(), await first()]).toEqual(['0', '1', '2'])
  expect(await sock.query('Q1')).toBe('A1')
})

test('throw in a loop is passed on, and does the same', async () => {
  await using device = await counter()
  await using sock = connect(device)
  await sock.write('TEN\n')
  const mine = new Error('mine')
  const loop = async () => {
    for await (const _line of sock) throw mine
  }
  await expect(loop()).rejects.toBe(mine)
  expect(await sock.readLine({ encoding: 'utf8' })).toBe('1')
})

test('an error ends the loop with it, after the lines before', async () => {
  await using device = await simulate(
    { HALF: raw('one\ntwo\nhal') },
    { faults: faults.dropAfter(11, { match: 'HALF' }) },
  )
  await using sock = connect(device)
  await sock.write('HALF\n')
  const seen: string[] = []
  const loop = async () => {
    for await (const line of sock.lines({ encoding: 'utf8' })) seen.push(line)
  }
  const error = await loop().catch((error: unknown) => error)
  expect(error).toBeInstanceOf(ConnectionEOFError)
  expect((error as ConnectionEOFError).partial).toEqual(Buffer.from('hal'))
  expect(seen).toEqual(['one', 'two'])
})

test('the error is given once; then the stream is over', async () => {
  await using device = await simulate({}, { faults: faults.refuse() })
  await using sock = connect(device)
  const lines = sock.lines()
  const [first, second] = await Promise.allSettled([lines.next(), lines.next()])
  expect(first.status).toBe('rejected')
  expect(second).toEqual({ status: 'fulfilled', value: { value: undefined, done: true } })
  expect(await lines.next()).toEqual({ value: undefined, done: true })
})

test('concurrent next() calls are answered in their order', async () => {
  await using device = await counter()
  await using sock = connect(device)
  const lines = sock.lines({ encoding: 'utf8' })
  const pulls = Array.from({ length: 10 }, () => lines.next())
  await sock.write('TEN\n')
  expect((await Promise.all(pulls)).map(({ value }) => value)).toEqual(tenLines)
  await lines.return()
})

test('return() answers every next() that waits, and is no error when repeated', async () => {
  await using device = await counter()
  await using sock = connect(device)
  const lines = sock.lines()
  const pulls = [lines.next(), lines.next()]
  expect(await lines.return()).toEqual({ value: undefined, done: true })
  expect(await Promise.all(pulls)).toEqual([
    { value: undefined, done: true },
    { value: undefined, done: true },
  ])
  expect(await lines.return()).toEqual({ value: undefined, done: true })
  expect(await sock.query('Q1')).toBe('A1')
})

test('return() before the first next() subscribes nothing', async () => {
  await using device = await counter()
  await using sock = connect(device)
  const lines = sock.lines()
  await lines.return()
  expect(await lines.next()).toEqual({ value: undefined, done: true })
  expect(sock.state).toBe('idle')
})

test('a stream is disposed of by `await using`', async () => {
  await using device = await counter()
  await using sock = connect(device)
  {
    await using lines = sock.lines({ encoding: 'utf8' })
    await sock.write('TEN\n')
    expect((await lines.next()).value).toBe('0')
  }
  expect(await sock.query('Q1')).toBe('A1')
})

test('a stream is its own iterator', async () => {
  await using device = await counter()
  await using sock = connect(device)
  const lines = sock.lines({ encoding: 'utf8' })
  expect(lines[Symbol.asyncIterator]()).toBe(lines)
  await sock.write('TEN\n')
  for await (const line of lines) if (line === '9') break
  for await (const _line of lines) expect.unreachable('a stream that was left is over')
})

test('a slow body takes all lines, one at a time', async () => {
  await using device = await counter()
  await using sock = connect(device)
  await sock.write('TEN\n')
  const seen: string[] = []
  let running = 0
  for await (const line of sock.lines({ encoding: 'utf8' })) {
    expect(++running).toBe(1)
    await new Promise((resolve) => setTimeout(resolve, 2))
    running--
    if (seen.push(line) === 10) break
  }
  expect(seen).toEqual(tenLines)
})

test('calls in the body of a loop that would wait for its end fail at once; writes do not', async () => {
  await using device = await counter()
  await using sock = connect(device)
  await sock.write('START\n')
  for await (const _line of sock) {
    await expect(sock.query('Q1')).rejects.toMatchObject({ name: 'StreamActiveError' })
    await sock.write('Q1\n')
    break
  }
  await device.received('Q1')
})

test('leaving a loop leaves no listener on its signal', async () => {
  await using device = await counter()
  await using sock = connect(device)
  const { signal } = new AbortController()
  await sock.write('TEN\n')
  for await (const _line of sock.lines({ signal })) break
  expect(getEventListeners(signal, 'abort')).toEqual([])
})

test('lines and batches of one stream take turns, in the order of their next()', async () => {
  await using device = await counter()
  await using sock = connect(device)
  await sock.write('TEN\n')
  await until('ten lines arrived', () => sock.inWaiting === 20)
  const lines = sock.lines({ encoding: 'utf8' })
  const batches = lines.batches()
  expect((await lines.next()).value).toBe('0')
  const pulls = [batches.next(), lines.next(), lines.batches().next()]
  await sock.write('TEN\n')
  expect(await Promise.all(pulls.slice(0, 2))).toEqual([
    { value: tenLines.slice(1), done: false },
    { value: '0', done: false },
  ])
  await pulls[2]
  await lines.return()
  expect(await batches.next()).toEqual({ value: undefined, done: true })
  expect(await sock.query('Q1')).toBe('A1')
})

test('break out of batches leaves what was not given, and ends their lines too', async () => {
  await using device = await counter()
  await using sock = connect(device)
  await sock.write('TEN\n')
  const lines = sock.lines({ encoding: 'utf8' })
  const { value: first } = await lines.next()
  for await (const batch of lines.batches()) {
    expect(batch.length).toBeGreaterThan(0)
    await sock.write('TEN\n')
    break
  }
  expect(first).toBe('0')
  expect(await lines.next()).toEqual({ value: undefined, done: true })
  expect(await sock.query('Q1')).toBe('A1')
})

test('batches are disposed of by `await using`, and are their own iterator', async () => {
  await using device = await counter()
  await using sock = connect(device)
  {
    await using batches = sock.lines({ encoding: 'utf8' }).batches()
    expect(batches[Symbol.asyncIterator]()).toBe(batches)
    await sock.write('Q1\n')
    expect(await batches.next()).toEqual({ value: ['A1'], done: false })
  }
  expect(await sock.query('Q1')).toBe('A1')
})

test('poll names what is no socket', () => {
  expect(() => poll(null as unknown as TCP, 'N?', 1)).toThrow(/^sock: expected a socket or a session, got null$/)
})
