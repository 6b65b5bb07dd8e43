/** Feeds: what they give, in which order, as what, and what becomes of what they have not given. */
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { setImmediate, setTimeout as wait } from 'node:timers/promises'
import { address, Run } from '@sockio/core'
import { stream } from '@sockio/sim'
import { expect, it } from 'vitest'
import { Connection, type Feed } from '../src/index.ts'
import { rig, run } from './rig.ts'

const count = (n: number) => stream((index) => (index < n ? String(index) : undefined))
const expected = (n: number) => Array.from({ length: n }, (_, i) => String(i))

/** Takes until it has `n` values. */
async function taken<T>(feed: Feed<T>, n: number, take: () => readonly T[]): Promise<T[]> {
  const all: T[] = []
  while (all.length < n && !feed.ended) {
    const values = take()
    all.push(...values)
    if (values.length === 0) await new Promise<void>((resolve) => feed.wait(resolve))
  }
  return all
}

const ways: Record<string, (feed: Feed<string>) => () => readonly string[]> = {
  'one by one': (feed) => () => {
    const value = feed.next()
    return value === undefined ? [] : [value]
  },
  'in batches': (feed) => () => feed.take(256),
  'in batches, the last of each given back': (feed) => () => {
    const values = feed.take(256)
    if (values.length < 2) return values
    feed.giveBack(1)
    return values.slice(0, -1)
  },
  'in batches, and one by one between': (feed) => {
    let turn = 0
    return () => {
      if (++turn % 2 === 0) return feed.batch() ?? []
      const value = feed.next()
      return value === undefined ? [] : [value]
    }
  },
  'where they lie': (feed) => () => lying(feed.run()),
  'where they lie, the last of each given back, and one by one between': (feed) => () => {
    const values = lying(feed.run())
    if (values.length < 2) return values
    feed.giveBack(1)
    return [...values.slice(0, -1), feed.next() as string]
  },
}

/** The lines of a run, cut here. */
function lying({ memory, start, ends }: Run = new Run(new Uint8Array(0), 0, [])): string[] {
  return ends.map((to, i) => Buffer.from(memory.subarray(ends[i - 1] ?? start, to - 1)).toString())
}

for (const [how, way] of Object.entries(ways)) {
  it(`a feed gives all lines in order, ${how}, and none after it was cancelled`, async () => {
    await using it = await rig({ GO: count(5000) })
    const { connection } = it
    const feed = connection.feeds.lines({ encoding: 'utf8' })
    connection.subscribe(feed)
    connection.start(connection.operations.write('GO\n'))
    expect(await taken(feed, 5000, way(feed))).toEqual(expected(5000))
    feed.cancel()
    expect([feed.next(), feed.ended]).toEqual([undefined, true])
    expect(await run(connection, connection.operations.write('GO\n'))).toBeUndefined()
  })
}

it('what a feed was given and was not taken from it is read next, in order', async () => {
  await using it = await rig({ GO: count(3000) })
  const { connection } = it
  const feed = connection.feeds.lines({ encoding: 'utf8' })
  connection.subscribe(feed)
  connection.start(connection.operations.write('GO\n'))
  const first = await taken(feed, 700, () => {
    const value = feed.next()
    return value === undefined ? [] : [value]
  })
  feed.cancel()
  const rest = await run(connection, connection.operations.readLines(2300, { encoding: 'utf8' }))
  expect([...first, ...rest]).toEqual(expected(3000))
})

/** Lines that are decoded together must be what each is by itself. */
const texts = {
  ascii: ['1.5', '', 'x'.repeat(300)],
  'beyond ASCII': ['21 °C', 'µ', '€ 5', '\u{1f4a1}', 'plain'],
  'not the encoding': ['\xe2', '\x82\xac', '\xff\xfe', 'a\x80b', '\xf0\x9f'],
} as const
for (const [what, lines] of Object.entries(texts)) {
  for (const encoding of ['utf8', 'latin1', 'ascii'] as const) {
    it(`text ${what}, read as ${encoding}, is decoded line by line`, async () => {
      const raw = lines.map((text) => Buffer.from(text, what === 'beyond ASCII' ? 'utf8' : 'latin1'))
      await using it = await rig({ GO: Buffer.concat(raw.flatMap((bytes) => [bytes, Buffer.from('\n')])) })
      const { connection } = it
      const feed = connection.feeds.lines({ encoding })
      connection.subscribe(feed)
      connection.start(connection.operations.write('GO\n'))
      const got = await taken(feed, lines.length, () => feed.take(256) as string[])
      expect(got).toEqual(raw.map((bytes) => bytes.toString(encoding)))
    })
  }
}

it('a feed wakes its consumer once, and gives back what it did not use', async () => {
  await using it = await rig({ GO: ['1', '2', '3'] })
  const { connection } = it
  const feed = connection.feeds.lines({ encoding: 'utf8' })
  connection.subscribe(feed)
  expect(feed.next()).toBeUndefined()
  let woken = 0
  const awake = new Promise<void>((resolve) => {
    feed.wait(() => {
      woken++
      resolve()
    })
  })
  connection.start(connection.operations.write('GO\n'))
  await awake
  expect(feed.next()).toBe('1')
  feed.cancel()
  expect(String(await run(connection, connection.operations.readLine()))).toBe('2\n')
  expect(String(await run(connection, connection.operations.readLine()))).toBe('3\n')
  expect(woken).toBe(1)
})

it('a consumer that rests is given no more, and its timeout rests with it', async () => {
  await using it = await rig({ GO: ['1', '2', '3'] })
  const { connection } = it
  const feed = connection.feeds.lines({ encoding: 'utf8', timeout: 20 })
  connection.subscribe(feed)
  expect(feed.next()).toBeUndefined()
  feed.withdraw()
  await run(connection, connection.operations.write('GO\n'))
  while (connection.inWaiting < 6) await wait(2)
  await wait(40)
  expect([connection.inWaiting, feed.ended]).toEqual([6, false])
  expect([feed.next(), feed.next(), feed.next(), feed.next()]).toEqual(['1', '2', '3', undefined])
  await new Promise<void>((resolve) => feed.wait(resolve))
  expect(feed.error).toMatchObject({ code: 'SOCKIO_TIMEOUT' })
})

it('gives a few at once: those that are there, and no more than was asked for', async () => {
  await using it = await rig({ GO: ['1', '2', '3', '4', '5'] })
  const { connection } = it
  const feed = connection.feeds.lines({ encoding: 'utf8' })
  connection.subscribe(feed)
  expect(feed.take(2)).toEqual([])
  const awake = new Promise<void>((resolve) => feed.wait(resolve))
  connection.start(connection.operations.write('GO\n'))
  await awake
  expect(feed.take(2)).toEqual(['1', '2'])
  expect(feed.take(2)).toEqual(['3', '4'])
  feed.giveBack(1)
  feed.cancel()
  expect(String(await run(connection, connection.operations.readLine()))).toBe('4\n')
  const again = connection.feeds.lines({ encoding: 'utf8', timeout: 20 })
  connection.subscribe(again)
  expect(again.take(9)).toEqual(['5'])
  expect(again.take(9)).toEqual([])
  await new Promise<void>((resolve) => again.wait(resolve))
  expect(again.error).toMatchObject({ code: 'SOCKIO_TIMEOUT' })
})

it.each([
  ['dropOldest', 4, ['2', '3', '4']],
  ['latest', 1, ['4']],
] as const)(
  '%s: who takes many gets what is kept at once, so that a busy driver need not be asked for each',
  async (overflow, first, rest) => {
    await using it = await rig({ GO: ['1', '2', '3', '4'] })
    const { connection } = it
    const feed = connection.feeds.lines({ encoding: 'utf8', overflow })
    await run(connection, connection.operations.write('GO\n'))
    while (connection.inWaiting < 8) await wait(2)
    connection.subscribe(feed)
    expect(overflow === 'latest' ? rest : [feed.next(), ...rest]).toHaveLength(first)
    expect(feed.take(9)).toEqual(rest)
    feed.cancel()
  },
)

it('while its consumer rests, what comes stays in the buffer, and then with the peer: a feed has no memory of its own', async () => {
  const all = Buffer.alloc(32 * 1024 * 1024)
  let sent = false
  const server = createServer((peer) => {
    peer.on('error', () => undefined)
    peer.write(all, () => {
      sent = true
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const bufferSize = 256 * 1024
  const connection = new Connection(address('127.0.0.1', (server.address() as AddressInfo).port), { bufferSize })
  const feed = connection.feeds.blocks(64 * 1024)
  connection.subscribe(feed)
  await taken(feed, 1, () => [feed.next()].filter((block) => block !== undefined))
  while (!sent && connection.inWaiting < bufferSize) await setImmediate()
  expect([sent, connection.inWaiting >= bufferSize]).toEqual([false, true])
  await new Promise<void>((resolve) => connection.dispose(resolve))
  server.close()
})
