/** Whatever clients and devices do, the simulator stays, and nothing goes unhandled. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { block, type Device, delay, echo, faults, raw, scope, sequence, simulate, stream } from '../src/index.ts'
import { RequestLog } from '../src/request-log.ts'
import { ask, RawClient } from './raw-client.ts'

/** A value of any type, as devices without types may return. */
const loose = (json: string): never => JSON.parse(json) as never

const unhandled: unknown[] = []
const note = (error: unknown) => unhandled.push(error)

beforeAll(() => {
  process.on('uncaughtException', note)
  process.on('unhandledRejection', note)
})

afterAll(() => {
  process.off('uncaughtException', note)
  process.off('unhandledRejection', note)
  expect(unhandled).toEqual([])
})

const BUSY: Device = {
  'LINE?': 'x',
  'BIG?': raw(Buffer.alloc(5_000_000)),
  'SLOW?': delay(5, 'x'),
  'PARTS?': sequence('a', delay(1, 'b'), 'c'),
  STREAM: stream((index) => `${index}`),
  TICK: stream((index) => `${index}`, { period: 1 }),
  'BLK?': block(Buffer.alloc(100_000)),
}

test.each(Object.keys(BUSY))('a client that leaves in the middle of %s', async (request) => {
  await using device = await simulate(BUSY)
  for (const how of ['destroy', 'resetAndDestroy', 'end'] as const) {
    for (let i = 0; i < 5; i++) {
      await using client = await RawClient.to(device)
      client.socket.on('error', () => undefined)
      client.write(`${request}\n`.repeat(3))
      if (i > 0) await client.until(() => client.chunks.length > 0)
      if (how === 'end') client.socket.end()
      else client.socket[how]()
    }
  }
  await device.disconnected()
  expect(await ask(device, 'LINE?\n', 1)).toBe('x\n')
  expect(device.errors).toEqual([])
})

test('a client that connects and leaves at once, a hundred times', async () => {
  await using device = await simulate(echo(), { faults: [faults.banner('hello'), faults.split()] })
  for (let i = 0; i < 100; i++) await RawClient.dial(device)
  await device.disconnected()
  expect(await ask(device, 'A\n', 2)).toBe('hello\nA\n')
})

const FAILURES: Readonly<Record<string, readonly [device: Device, error: RegExp]>> = {
  throws: [
    () => {
      throw new Error('mine')
    },
    /^Error: mine$/,
  ],
  rejects: [async () => Promise.reject(new Error('mine')), /^Error: mine$/],
  'throws what is no error': [
    () => {
      throw 'mine'
    },
    /^Error: mine$/,
  ],
  'returns no reply': [(): never => loose('42'), /TypeError: what the device returned must be a reply/],
  'resolves to no reply': [async (): Promise<never> => loose('{"kind":"x"}'), /TypeError: what the device returned/],
  'streams what is no line': [
    { 'A?': stream((): never => loose('1')) },
    /TypeError: the source of a stream gave a value of type number/,
  ],
  'sends what is no reply': [(_request, session) => session.send(loose('42')), /TypeError: reply must be a reply/],
}

test.each(Object.entries(FAILURES))(
  'a device that %s: its client is closed, the error recorded',
  async (_name, row) => {
    const [device, error] = row
    await using simulated = await simulate(device)
    const warned = new Promise<Error>((resolve) => process.once('warning', resolve))
    await using client = await RawClient.to(simulated)
    expect(await client.write('A?\nA?\n').ended()).toBe('FIN')
    expect(client.text).toBe('')
    expect(simulated.errors.map(String)).toEqual([expect.stringMatching(error)])
    expect(await warned).toMatchObject({ name: 'SimulatorWarning', message: expect.stringContaining('"A?"') })
    expect(await RawClient.dial(simulated)).toBe('connected')
  },
)

test('a device that closes the simulation from within', async () => {
  const device = await simulate((): string => {
    void device.close()
    return 'x'
  })
  await using client = await RawClient.to(device)
  await client.write('A?\n').ended()
  await device.close()
})

test('a device that injects and clears faults from within', async () => {
  await using device = await simulate((request): string => {
    if (request === 'CLEAR') device.clear()
    else device.inject(faults.split(1))
    return request
  })
  expect(await ask(device, 'A\nB\nCLEAR\nC\n', 4)).toBe('A\nB\nCLEAR\nC\n')
})

test('faults that come and go under load disturb no order', async () => {
  await using device = await simulate(scope({ period: 1 }))
  await using client = await RawClient.to(device)
  for (let i = 0; i < 300; i++) {
    const removes = [faults.split(2), faults.delay(1), faults.halfOpen(), faults.stall()].map((f) => device.inject(f))
    client.write(`CHAN1:OFFS ${i / 100};OFFS?\n`)
    if (i % 3 === 0) await new Promise((resolve) => setImmediate(resolve))
    for (const remove of removes) remove()
  }
  const text = await client.lines(300)
  expect(text.trim().split('\n')).toEqual(Array.from({ length: 300 }, (_, i) => `${i / 100}`))
})

test('20 000 requests, whole and in order', async () => {
  await using device = await simulate(echo())
  await using client = await RawClient.to(device)
  const requests = Array.from({ length: 20_000 }, (_, i) => `${i}\n`).join('')
  client.write(requests)
  await client.until(() => client.chunks.reduce((sum, chunk) => sum + chunk.length, 0) >= requests.length)
  expect(client.text === requests).toBe(true)
  expect(device.requests).toHaveLength(20_000)
})

test('of long requests, those of the last 64 MiB are kept, and found by their number', async () => {
  const log = new RequestLog()
  const long = 'x'.repeat(1 << 20)
  for (let i = 0; i < 1000; i++) log.push(`${i}${long}`)
  expect(log.requests.reduce((sum, { length }) => sum + length, 0)).toBeLessThanOrEqual(2 * (64 << 20))
  expect(log.requests.length).toBeGreaterThanOrEqual(63)
  expect((await log.received(1000)).slice(0, 4)).toBe('999x')
})

test('a request that is too long is dropped in its place, and its instrument says so', async () => {
  await using device = await simulate(scope(), { maxRequest: 1000 })
  const long = `CHAN1:OFFS ${'9'.repeat(100_000)}\n`
  const text = await ask(device, `TRIG:LEV 1\n${long}TRIG:LEV?\nSYST:ERR?\nSYST:ERR?\n`, 3)
  expect(text).toBe('1.0\n-363,"Input buffer overrun"\n0,"No error"\n'.replace('1.0', '1'))
  expect(device.requests).toEqual(['TRIG:LEV 1', 'TRIG:LEV?', 'SYST:ERR?', 'SYST:ERR?'])
})

test('many long requests wait in the kernel while the first is answered', async () => {
  let answer: (() => void) | undefined
  await using device = await simulate(
    async (request) => {
      if (answer === undefined) await new Promise<void>((resolve) => (answer = resolve))
      return request.slice(0, 1)
    },
    { maxRequest: 1_000_000 },
  )
  await using client = await RawClient.to(device)
  const count = 100
  client.write(`${'x'.repeat(500_000)}\n`.repeat(count))
  await device.received(3)
  // More than it may hold has been sent, and nothing more is taken: what is heard from now on, was read at once.
  for (let i = 0; i < 2000; i++) await new Promise((resolve) => setImmediate(resolve))
  expect(device.requests.length).toBeLessThan(10)
  answer?.()
  expect(await client.lines(count)).toBe('x\n'.repeat(count))
})
