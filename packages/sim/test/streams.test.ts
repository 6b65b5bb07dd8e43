/** Streams: where they come from, when they stop, and what a slow client does to them. */
import { expect, onTestFinished, test } from 'vitest'
import { type Device, type StreamSource, simulate, stream } from '../src/index.ts'
import { RawClient } from './raw-client.ts'

async function* later(...lines: readonly string[]) {
  for (const line of lines) {
    await Promise.resolve()
    yield line
  }
}

const SOURCES: Readonly<Record<string, () => StreamSource>> = {
  'an array': () => ['a', 'b', 'c'],
  'a generator': () =>
    (function* () {
      yield 'a'
      yield* ['b', 'c']
    })(),
  'an async generator': () => later('a', 'b', 'c'),
  'a function': () => (index) => ['a', 'b', 'c'][index],
  'bytes and lines': () => [Buffer.from('a\n'), 'b', Buffer.from('c\n')],
}

for (const period of [0, 1]) {
  test.each(Object.entries(SOURCES))(`%s, period ${period}`, async (_name, source) => {
    await using device = await simulate({ START: () => stream(source(), { period }) })
    await using client = await RawClient.to(device)
    expect(await client.write('START\n').lines(3)).toBe('a\nb\nc\n')
  })
}

const counter: Device = {
  START: () => stream((index) => `${index}`, { period: 1 }),
  FAST: () => stream((index) => `${index}`),
  STOP: (_request, session) => session.stopStream(),
  'STOP?': (_request, session) => {
    session.stopStream()
    return 'stopped'
  },
  'A?': 'a',
}

test.each(['START', 'FAST'])('%s: requests are answered in between, and the stream can be stopped', async (start) => {
  await using device = await simulate(counter)
  await using client = await RawClient.to(device)
  await client.write(`${start}\n`).lines(5)
  client.write('A?\nSTOP?\n')
  await client.until(() => client.text.includes('stopped'))
  client.write('A?\n')
  await client.until(() => /stopped\na\n$/.test(client.text))
  const numbers = client.text.split('\n').filter((line) => /^\d+$/.test(line))
  expect(numbers).toEqual(numbers.map((_, index) => `${index}`))
  expect(client.text).toMatch(/\d\na\n(\d+\n)*stopped\na\n$/)
})

test('a second stream replaces the first', async () => {
  await using device = await simulate({ A: stream(() => 'a', { period: 1 }), B: stream(() => 'b', { period: 1 }) })
  await using client = await RawClient.to(device)
  await client.write('A\n').lines(2)
  client.write('B\n')
  await client.until(() => client.text.endsWith('b\nb\nb\n'))
  expect(client.text).toMatch(/^(a\n)+(b\n)+$/)
})

test('a stream keeps its rate', async () => {
  await using device = await simulate({ START: stream((index) => `${index}`, { period: 2 }) })
  await using client = await RawClient.to(device)
  const before = performance.now()
  await client.write('START\n').lines(101)
  const elapsed = performance.now() - before
  expect(elapsed).toBeGreaterThan(180)
})

test('what a stream was kept from sending comes at once, so that it keeps its rate', async () => {
  let turn = 0
  let counting = setImmediate(function count() {
    turn++
    counting = setImmediate(count)
  })
  onTestFinished(() => clearImmediate(counting))
  const turns: number[] = []
  const late = (index: number) => {
    turns.push(turn)
    if (index === 1) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500) // 20 more are due then
    return `${index}`
  }
  await using device = await simulate({ START: stream(late, { period: 20 }) })
  await using client = await RawClient.to(device)
  await client.write('START\n').lines(22)
  expect(new Set(turns.slice(2, 22)).size).toBeLessThan(3) // a machine that is late itself makes more of them due
})

test('a client that does not read holds the stream up', async () => {
  let produced = 0
  const line = 'x'.repeat(1000)
  const source = () => {
    produced++
    return line
  }
  await using device = await simulate({ START: stream(source) })
  await using client = await RawClient.to(device)
  client.socket.pause()
  client.write('START\n')
  await device.received('START')
  for (let before = -1; before !== produced; ) {
    before = produced
    for (let turn = 0; turn < 200; turn++) await new Promise((resolve) => setImmediate(resolve))
  }
  const stalledAt = produced
  expect(stalledAt).toBeLessThan(50_000)
  client.socket.resume()
  await client.until(() => produced > stalledAt + 1000)
})

test('the source is told when the client leaves', async () => {
  let finished = () => {}
  const told = new Promise<void>((resolve) => {
    finished = resolve
  })
  function* source() {
    try {
      for (;;) yield 'x'
    } finally {
      finished()
    }
  }
  await using device = await simulate({ START: () => stream(source(), { period: 1 }) })
  await using client = await RawClient.to(device)
  await client.write('START\n').lines(2)
  client.socket.destroy()
  await told
})

test('a source that throws closes the connection and is reported', async () => {
  await using device = await simulate({
    START: stream((index) => {
      if (index === 2) throw new Error('broken')
      return 'x'
    }),
  })
  await using client = await RawClient.to(device)
  expect(await client.write('START\n').ended()).toBe('FIN')
  expect(client.text).toBe('x\nx\n')
  expect(device.errors.map(String)).toEqual(['Error: broken'])
})
