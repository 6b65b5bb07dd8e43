/** A call that waits long without a limit says so once. */
import { address } from '@sockio/core'
import { type Device, raw, silent, simulate } from '@sockio/sim'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Connection, type ConnectOptions } from '../src/index.ts'
import type { TimeSource } from '../src/time-source.ts'
import { run } from './rig.ts'

/** A clock that a test moves on; what the sockets do takes no time. */
class Hands implements TimeSource {
  #now = 0
  readonly #alarms = new Map<() => void, number>()

  now(): number {
    return this.#now
  }

  after(ms: number, wake: () => void): () => void {
    this.#alarms.set(wake, this.#now + ms)
    return () => this.#alarms.delete(wake)
  }

  get idle(): boolean {
    return this.alarms === 0
  }

  get alarms(): number {
    return this.#alarms.size
  }

  /** Moves on, alarm by alarm. */
  pass(ms: number): void {
    const end = this.#now + ms
    for (;;) {
      const [next] = [...this.#alarms].sort((a, b) => a[1] - b[1])
      if (next === undefined || next[1] > end) break
      this.#alarms.delete(next[0])
      this.#now = next[1]
      next[0]()
    }
    this.#now = end
  }
}

let warnings: NodeJS.ErrnoException[] = []
const hear = (warning: Error) => warnings.push(warning)
beforeEach(() => {
  warnings = []
  process.on('warning', hear)
})
afterEach(() => {
  process.off('warning', hear)
})
/** Warnings are told in a tick of their own. */
const told = async () => {
  await new Promise((resolve) => setImmediate(resolve))
  return warnings.map(({ name, code, message }) => ({ name, code, message: message.replace(/:\d+ /, ':5025 ') }))
}

async function bench(device: Device, options: ConnectOptions<never> = {}) {
  const time = new Hands()
  const simulated = await simulate(device)
  const connection = new Connection(address(simulated.host, simulated.port), options, undefined, time)
  const ends: Promise<unknown>[] = []
  return {
    time,
    connection,
    device: simulated,
    /** A query whose end nobody needs to know. */
    ask: (text: string, options = {}) => {
      const end = run(connection, connection.operations.query(text, options)).catch((error: unknown) => error)
      ends.push(end)
      return end
    },
    [Symbol.asyncDispose]: async () => {
      await new Promise<void>((resolve) => connection.dispose(resolve))
      await Promise.all(ends)
      expect(time.idle).toBe(true)
      await simulated.close()
    },
  }
}

const DEVICE = { 'A?': raw('21.'), 'Q?': 'q' }
const advice = 'it has no timeout and goes on waiting: give one to the call or to the socket'
const warning = (message: string) => ({
  name: 'SockioWarning',
  code: 'SOCKIO_NO_TIMEOUT',
  message: `${message}; ${advice}`,
})

it('tells the request and what arrived, once', async () => {
  await using rig = await bench(DEVICE)
  rig.ask('A?')
  await rig.device.received(1)
  await new Promise<void>((resolve) => {
    const look = () => (rig.connection.inWaiting === 3 ? resolve() : setImmediate(look))
    look()
  })
  rig.time.pass(9999)
  expect(await told()).toEqual([])
  rig.time.pass(1001)
  const message =
    'no reply to "A?\\n" from tcp://127.0.0.1:5025 in 10000 ms; 3 bytes arrived without the end of line "\\n": "21."'
  expect(await told()).toEqual([warning(message)])
  rig.time.pass(100_000)
  rig.time.pass(1000 * 24 * 3600 * 1000) // a thousand days, with ever fewer looks
  expect(await told()).toHaveLength(1)
})

it('speaks for those who wait behind it, and again for the next that gets stuck', async () => {
  await using rig = await bench(silent())
  const stuck = rig.connection.operations.query('A?')
  const first = run(rig.connection, stuck).catch((error: unknown) => error)
  rig.ask('B?')
  await rig.device.received(1)
  rig.time.pass(30_000)
  expect(await told()).toHaveLength(1)
  rig.connection.abort(stuck, new Error('enough'))
  await first
  rig.time.pass(0) // the next connection is made at once
  await rig.device.received(2)
  rig.time.pass(20_000) // the looks became rarer
  expect((await told()).map(({ message }) => message.slice(0, 18))).toEqual([
    'no reply to "A?\\n"',
    'no reply to "B?\\n"',
  ])
})

it('says nothing of calls that a limit ends, of streams, nor of calls that are answered', async () => {
  await using rig = await bench(DEVICE)
  rig.ask('A?', { timeout: 60_000 })
  await rig.device.received(1)
  rig.time.pass(59_000)
  expect(await told()).toEqual([])
  rig.time.pass(1000)
  const feed = rig.connection.feeds.lines()
  rig.connection.subscribe(feed)
  rig.time.pass(60_000)
  feed.cancel()
  for (let n = 0; n < 30; n++) {
    expect(await rig.ask('Q?')).toBe('q')
    rig.time.pass(900)
  }
  expect(await told()).toEqual([])
})

it.each([
  ['of the connection', { timeout: Number.POSITIVE_INFINITY }, {}],
  ['of the call', {}, { timeout: Number.POSITIVE_INFINITY }],
  ['of the call, whatever that of the connection', { timeout: 5 }, { timeout: Number.POSITIVE_INFINITY }],
])('says nothing where Infinity is the limit %s', async (_, options, callOptions) => {
  await using rig = await bench(silent(), options)
  rig.ask('A?', callOptions)
  await rig.device.received(1)
  rig.time.pass(600_000)
  expect(await told()).toEqual([])
})

it.each([
  ['says nothing', { timeout: Number.POSITIVE_INFINITY }, 0],
  ['speaks up', undefined, 1],
])('%s for what a transaction asks whose limit is %o', async (_, options, count) => {
  await using rig = await bench(silent())
  const { connection } = rig
  const over = new Promise((resolve) => {
    connection.transact((operations) => run(connection, operations.query('A?')), options, resolve, resolve)
  })
  await rig.device.received(1)
  rig.time.pass(60_000)
  expect(await told()).toHaveLength(count)
  await new Promise<void>((resolve) => connection.close(resolve))
  await over
})

it.each([
  ['speaks up', {}, undefined, 1],
  ['says nothing', { timeout: Number.POSITIVE_INFINITY }, undefined, 0],
  ['says nothing', {}, { timeout: Number.POSITIVE_INFINITY }, 0],
])(
  '%s for a transaction within another, which waits for the end of that, with %o and %o',
  async (_, of, own, count) => {
    await using rig = await bench(silent(), of)
    const { connection } = rig
    const transact = <T>(fn: () => T | PromiseLike<T>, options?: { readonly timeout: number }) =>
      new Promise<T>((resolve, reject) => {
        connection.transact(fn, options, resolve, reject)
      })
    let within: (() => void) | undefined
    const begun = new Promise<void>((resolve) => {
      within = resolve
    })
    const over = transact(() => {
      within?.()
      return transact(() => 0, own)
    }).catch((error: unknown) => error)
    await begun
    rig.time.pass(60_000)
    const message =
      'a transaction at tcp://127.0.0.1:5025 still waited its turn after 10000 ms; ' +
      'a transaction holds the instrument: inside it, use its session'
    expect(await told()).toEqual(count === 0 ? [] : [warning(message)])
    await new Promise<void>((resolve) => connection.close(resolve))
    await over
  },
)

it('tells of an open() that does not end, and leaves no timer behind', async () => {
  await using rig = await bench(DEVICE, {
    reconnect: { retries: Number.POSITIVE_INFINITY, minDelay: 5, jitter: false },
  })
  await rig.device.close()
  const call = rig.connection.operations.open()
  const waiting = new Promise<void>((resolve) => {
    const look = () => (rig.connection.state === 'waiting' ? resolve() : setImmediate(look))
    look()
  })
  const failed = new Promise((onError) => rig.connection.start(call, { onError }))
  await waiting
  for (let second = 0; second < 11; second++) {
    rig.time.pass(1000)
    await new Promise((resolve) => setImmediate(resolve))
  }
  const [{ message } = { message: '' }] = await told()
  expect(message).toMatch(/^open\(\): no connection to tcp:\/\/127.0.0.1:5025 in 10000 ms; .*ECONNREFUSED/)
  await new Promise<void>((resolve) => rig.connection.close(resolve))
  await failed
  expect(rig.time.idle).toBe(true)
})

it('looks after all connections of one clock by one timer, and goes on when one of them is closed', async () => {
  const time = new Hands()
  const device = await simulate(silent())
  const ask = (text: string) => {
    const connection = new Connection(address(device.host, device.port), {}, undefined, time)
    const end = run(connection, connection.operations.query(text)).catch((error: unknown) => error)
    return { end, close: () => new Promise<void>((resolve) => connection.dispose(resolve)) }
  }
  const first = ask('A?')
  time.pass(500)
  const second = ask('B?')
  await device.received(2)
  expect(time.alarms).toBe(1)
  await first.close()
  await first.end
  expect(time.alarms).toBe(1)
  time.pass(11_000)
  expect((await told()).map(({ message }) => message.slice(0, 18))).toEqual(['no reply to "B?\\n"'])
  await second.close()
  await second.end
  expect(time.idle).toBe(true)
  await device.close()
})
