/** Each fault by what a bare client observes of it. */
import { describe, expect, test } from 'vitest'
import { block, type Device, echo, type Fault, faults, raw, scope, simulate, stream } from '../src/index.ts'
import { ask, RawClient } from './raw-client.ts'

const TABLE: Device = { 'A?': 'aaaa', 'B?': 'bbbb', SET: undefined, 'BLK?': block(Buffer.from('0123456789')) }

describe('what the client gets until the device closes', () => {
  interface Row {
    readonly fault: Fault
    readonly send: string
    readonly get: string
    readonly end: string
  }

  const ROWS: Readonly<Record<string, Row>> = {
    'dropAfter: FIN in the middle of a reply': {
      fault: faults.dropAfter(7),
      send: 'A?\nB?\n',
      get: 'aaaa\nbb',
      end: 'FIN',
    },
    'dropAfter: exactly at the end of a reply': {
      fault: faults.dropAfter(5),
      send: 'A?\nB?\n',
      get: 'aaaa\n',
      end: 'FIN',
    },
    'dropAfter: 0 bytes, at once': { fault: faults.dropAfter(0), send: '', get: '', end: 'FIN' },
    'dropAfter: within the reply to one request': {
      fault: faults.dropAfter(6, { match: 'BLK?' }),
      send: 'A?\nBLK?\nB?\n',
      get: 'aaaa\n#21001',
      end: 'FIN',
    },
    'dropAfter: a matching reply that is shorter': {
      fault: faults.dropAfter(99, { match: 'B?' }),
      send: 'A?\nB?\nA?\n',
      get: 'aaaa\nbbbb\n',
      end: 'FIN',
    },
    'reset: instead of a reply': { fault: faults.reset(), send: 'A?\n', get: '', end: 'ECONNRESET' },
    'reset: instead of a matching reply': {
      fault: faults.reset({ match: /^B/ }),
      send: 'A?\nB?\nA?\n',
      get: 'aaaa\n',
      end: 'ECONNRESET',
    },
    'reset: after so many bytes': {
      fault: faults.reset({ after: 7 }),
      send: 'A?\nB?\n',
      get: 'aaaa\nbb',
      end: 'ECONNRESET',
    },
    'reset: within a matching reply': {
      fault: faults.reset({ after: 2, match: 'B?' }),
      send: 'A?\nB?\n',
      get: 'aaaa\nbb',
      end: 'ECONNRESET',
    },
    'close: instead of a reply': {
      fault: faults.close({ match: 'B?' }),
      send: 'A?\nB?\nA?\n',
      get: 'aaaa\n',
      end: 'FIN',
    },
    'close: each second request': {
      fault: faults.close({ every: 2 }),
      send: 'A?\nA?\nA?\n',
      get: 'aaaa\n',
      end: 'FIN',
    },
  }

  test.each(Object.entries(ROWS))('%s', async (_name, { fault, send, get, end }) => {
    await using device = await simulate(TABLE, { faults: fault })
    await using client = await RawClient.to(device)
    if (send !== '') client.write(send)
    expect(await client.ended()).toBe(end)
    expect(client.text).toBe(get)
    await device.disconnected()
  })
})

describe('what the client gets while the connection stays', () => {
  interface Row {
    readonly faults: Fault | readonly Fault[]
    readonly send: string
    readonly get: string | RegExp
    readonly lines: number
  }

  const ROWS: Readonly<Record<string, Row>> = {
    'silence: one request': { faults: faults.silence({ times: 1 }), send: 'A?\nB?\n', get: 'bbbb\n', lines: 1 },
    'silence: those that match': {
      faults: faults.silence({ match: 'A?' }),
      send: 'A?\nB?\nA?\nB?\n',
      get: 'bbbb\nbbbb\n',
      lines: 2,
    },
    'silence: each third': {
      faults: faults.silence({ every: 3 }),
      send: 'A?\nB?\nA?\nB?\n',
      get: 'aaaa\nbbbb\nbbbb\n',
      lines: 3,
    },
    'twice: one request': { faults: faults.twice({ times: 1 }), send: 'A?\nB?\n', get: 'aaaa\naaaa\nbbbb\n', lines: 3 },
    'twice: those that match': {
      faults: faults.twice({ match: /B/g }),
      send: 'A?\nB?\nB?\n',
      get: 'aaaa\nbbbb\nbbbb\nbbbb\nbbbb\n',
      lines: 5,
    },
    'twice: no reply stays none': { faults: faults.twice(), send: 'SET\nB?\n', get: 'bbbb\nbbbb\n', lines: 2 },
    'echo: before the reply': {
      faults: faults.echo(),
      send: 'A?\nSET\nB?\n',
      get: 'A?\naaaa\nSET\nB?\nbbbb\n',
      lines: 5,
    },
    'banner: before all else': { faults: faults.banner('Welcome'), send: 'A?\n', get: 'Welcome\naaaa\n', lines: 2 },
    'banner: two of them': { faults: [faults.banner('1'), faults.banner('2')], send: '', get: '1\n2\n', lines: 2 },
    'telnet: options upon connecting': {
      faults: faults.telnet(),
      send: 'A?\n',
      get: '\xff\xfb\x01\xff\xfb\x03aaaa\n',
      lines: 1,
    },
    'prompt: upon connecting, and behind each request': {
      faults: [faults.banner('Welcome'), faults.prompt()],
      send: 'A?\nSET\nB?\n',
      get: 'Welcome\n> aaaa\n> > bbbb\n> ',
      lines: 3,
    },
    'prompt: another, and late replies': {
      faults: [faults.prompt('% '), faults.delay(5)],
      send: 'A?\nB?\n',
      get: '% aaaa\n% bbbb\n% ',
      lines: 2,
    },
    'hasty: what comes at once is lost, and so is what comes behind that': {
      faults: faults.hasty(600_000),
      send: 'A?\nB?\nA?\n',
      get: 'aaaa\n',
      lines: 1,
    },
    'hasty: not what comes later': { faults: faults.hasty(0), send: 'A?\nB?\n', get: 'aaaa\nbbbb\n', lines: 2 },
    'lateEnd: each by itself': {
      faults: faults.lateEnd(5),
      send: 'A?\nSET\nB?\n',
      get: 'aaaa\nbbbb\n',
      lines: 2,
    },
    'garbage: a line of it instead': {
      faults: faults.garbage({ bytes: 8, times: 1 }),
      send: 'A?\nB?\n',
      get: /^[^\r\n]{8}\nbbbb\n$/,
      lines: 2,
    },
    'garbage: before the reply': {
      faults: faults.garbage({ bytes: 3, where: 'before' }),
      send: 'A?\n',
      get: /^[^\r\n]{3}aaaa\n$/,
      lines: 1,
    },
    'garbage: not without a reply': {
      faults: faults.garbage({ match: 'SET' }),
      send: 'SET\nB?\n',
      get: 'bbbb\n',
      lines: 1,
    },
    'delay: the next reply waits too': {
      faults: faults.delay(20, { match: 'A?' }),
      send: 'A?\nB?\n',
      get: 'aaaa\nbbbb\n',
      lines: 2,
    },
    'several at once': {
      faults: [faults.split(), faults.echo(), faults.twice(), faults.delay(1), faults.banner('hi')],
      send: 'A?\n',
      get: 'hi\nA?\naaaa\naaaa\n',
      lines: 4,
    },
  }

  test.each(Object.entries(ROWS))('%s', async (_name, { faults, send, get, lines }) => {
    await using device = await simulate(TABLE, { faults })
    const text = await ask(device, send, lines)
    if (typeof get === 'string') expect(text).toBe(get)
    else expect(text).toMatch(get)
  })
})

test('garbage is the same for the same seed, and another at each strike', async () => {
  const garbled = async (seed: number) => {
    await using device = await simulate(echo(), { faults: faults.garbage({ seed }) })
    return await ask(device, 'A\nB\n', 2)
  }
  const [first, again, other] = [await garbled(7), await garbled(7), await garbled(8)]
  expect(again).toBe(first)
  expect(other).not.toBe(first)
  expect(new Set(first.split('\n')).size).toBe(3)
})

test('delay: not before its time', async () => {
  await using device = await simulate(echo(), { faults: faults.delay(50) })
  const before = performance.now()
  await ask(device, 'A\n', 1)
  expect(performance.now() - before).toBeGreaterThan(48)
})

test('delay: as often as it says', async () => {
  await using device = await simulate(echo(), { faults: faults.delay(3_600_000, { times: 1 }) })
  await using first = await RawClient.to(device)
  first.write('A\n')
  await device.received('A')
  expect(await ask(device, 'B\n', 1)).toBe('B\n')
  expect(first.text).toBe('')
})

test('refuse: nobody gets in, who is in stays, and the port is the same afterwards', async () => {
  await using device = await simulate(TABLE)
  const { port } = device
  await using client = await RawClient.to(device)
  await device.connected()
  const remove = device.inject(faults.refuse())
  expect(await RawClient.dial(device)).toBe('ECONNREFUSED')
  expect(await client.write('A?\n').lines(1)).toBe('aaaa\n')
  remove()
  await device.ready()
  expect(device.port).toBe(port)
  expect(await ask(device, 'B?\n', 1)).toBe('bbbb\n')
})

test('refuse: from the beginning, and many times over', async () => {
  await using device = await simulate(TABLE, { faults: faults.refuse() })
  expect(device.port).toBeGreaterThan(0)
  for (let i = 0; i < 20; i++) {
    expect(await RawClient.dial(device)).toBe('ECONNREFUSED')
    device.clear()
    await device.ready()
    expect(await ask(device, 'A?\n', 1)).toBe('aaaa\n')
    device.inject(faults.refuse())
  }
})

test('reboot: resets, and is back by itself', async () => {
  await using device = await simulate(TABLE)
  await using client = await RawClient.to(device)
  await device.connected()
  await device.reboot(50)
  expect(await client.ended()).toBe('ECONNRESET')
  expect(device.clients).toBe(0)
  await device.ready()
  expect(await ask(device, 'A?\n', 1)).toBe('aaaa\n')
})

test('reboot: refuses; clear() brings it back before its time', async () => {
  await using device = await simulate(TABLE, { faults: faults.reboot(60_000) })
  expect(await RawClient.dial(device)).toBe('ECONNREFUSED')
  device.clear()
  await device.ready()
  expect(await ask(device, 'A?\n', 1)).toBe('aaaa\n')
})

test('reboot: when it is told to, as often as the trigger says, and not before', async () => {
  const restart = faults.reboot(50, { match: 'RESTART', times: 1 })
  await using device = await simulate({ ...TABLE, RESTART: 'no reboot' }, { faults: restart })
  await using client = await RawClient.to(device)
  await using other = await RawClient.to(device)
  expect(await client.write('A?\n').lines(1)).toBe('aaaa\n')
  client.write('RESTART\n')
  expect(await client.ended()).toBe('ECONNRESET')
  expect(await other.ended()).toBe('ECONNRESET')
  await device.ready()
  expect(await ask(device, 'RESTART\n', 1)).toBe('no reboot\n')
})

test('reset: after 0 bytes, as soon as a client connects', async () => {
  await using device = await simulate(TABLE, { faults: faults.reset({ after: 0, times: 1 }) })
  const met = RawClient.to(device).then(
    (client) => client.ended(),
    (error: NodeJS.ErrnoException) => error.code, // the client may learn of it before it learns that it was connected
  )
  expect(await met).toBe('ECONNRESET')
  expect(await ask(device, 'A?\n', 1)).toBe('aaaa\n')
})

test('dropAfter: times counts connections', async () => {
  await using device = await simulate(TABLE, { faults: faults.dropAfter(2, { times: 2 }) })
  for (let i = 0; i < 2; i++) {
    await using client = await RawClient.to(device)
    expect(await client.write('A?\n').ended()).toBe('FIN')
    expect(client.text).toBe('aa')
  }
  expect(await ask(device, 'A?\nB?\n', 2)).toBe('aaaa\nbbbb\n')
})

test('dropAfter: cuts a stream, and a matching one', async () => {
  await using device = await simulate({ START: stream((index) => `${index}`) })
  for (const fault of [faults.dropAfter(9), faults.dropAfter(9, { match: 'START' })]) {
    const remove = device.inject(fault)
    await using client = await RawClient.to(device)
    expect(await client.write('START\n').ended()).toBe('FIN')
    expect(client.text).toBe('0\n1\n2\n3\n4')
    remove()
  }
})

test('dropAfter: injected into a connection that has had as much already', async () => {
  await using device = await simulate(TABLE)
  await using client = await RawClient.to(device)
  await client.write('A?\n').lines(1)
  device.inject(faults.dropAfter(3))
  expect(await client.ended()).toBe('FIN')
})

test.each([1, 3])('split: pieces of %i bytes', async (size) => {
  await using device = await simulate(TABLE, { faults: faults.split(size) })
  await using client = await RawClient.to(device)
  expect(await client.write('A?\nB?\n').lines(2)).toBe('aaaa\nbbbb\n')
  const sizes = client.chunks.map((chunk) => chunk.length)
  expect(Math.max(...sizes)).toBe(size)
})

test('split: removed in the middle, the rest comes at once', async () => {
  await using device = await simulate({ 'A?': raw(Buffer.alloc(1_000_000)) })
  const remove = device.inject(faults.split())
  await using client = await RawClient.to(device)
  client.write('A?\n')
  await client.until(() => client.chunks.length > 10)
  remove()
  await client.until(() => client.bytes.length === 1_000_000)
})

test('singleClient: the second is closed at once, until the first has left', async () => {
  await using device = await simulate(TABLE, { faults: faults.singleClient() })
  await using first = await RawClient.to(device)
  await device.connected()
  await using second = await RawClient.to(device)
  expect(await second.ended()).toBe('FIN')
  expect(device.clients).toBe(1)
  expect(device.connections).toBe(2)
  expect(await first.write('A?\n').lines(1)).toBe('aaaa\n')
  first.socket.end()
  await device.disconnected()
  expect(await ask(device, 'B?\n', 1)).toBe('bbbb\n')
})

describe('a device that is there but dead', () => {
  const KINDS: readonly (readonly [string, () => Fault])[] = [
    ['halfOpen', faults.halfOpen],
    ['stall', faults.stall],
  ]

  test.each(KINDS)('%s: requests are not read until it is removed', async (_name, fault) => {
    await using device = await simulate(TABLE)
    await using client = await RawClient.to(device)
    await client.write('A?\n').lines(1)
    device.inject(fault())
    client.write('B?\n')
    await blocked(client)
    expect(device.requests).toEqual(['A?'])
    device.clear()
    await client.until(() => client.text === 'aaaa\nbbbb\n')
  })

  test.each(KINDS)('%s: new clients are accepted, and not heard', async (_name, fault) => {
    await using device = await simulate(TABLE, { faults: fault() })
    await using client = await RawClient.to(device)
    await device.connected()
    client.write('A?\n')
    await blocked(client)
    expect(device.requests).toEqual([])
    device.clear()
    expect(await client.lines(1)).toBe('aaaa\n')
  })

  test('halfOpen: neither the device nor its unasked lines are heard, and it does not notice the client leave', async () => {
    await using device = await simulate(TABLE)
    await using client = await RawClient.to(device)
    await device.connected()
    device.inject(faults.halfOpen())
    device.send('unasked')
    client.socket.end()
    for (let i = 0; i < 5; i++) expect(await RawClient.dial(device)).toBe('connected') // time for the loop to see it
    expect(client.text).toBe('')
    expect(client.end).toBe(undefined)
    expect(device.clients).toBe(6)
    device.clear()
    expect(await client.ended()).toBe('FIN')
    expect(client.text).toBe('unasked\n')
  })

  test('stall: the device still writes', async () => {
    await using device = await simulate(TABLE, { faults: faults.stall() })
    await using client = await RawClient.to(device)
    await device.connected()
    device.send('unasked')
    expect(await client.lines(1)).toBe('unasked\n')
  })

  /** Writes until the kernel takes no more: what was written before has had every chance to be read. */
  async function blocked(client: RawClient): Promise<void> {
    let before = 0
    for (let unchanged = 0; unchanged < 50; ) {
      if (client.socket.writableLength === 0) client.write('SET\n'.repeat(25_000))
      await new Promise((resolve) => setImmediate(resolve))
      unchanged = client.socket.writableLength === before && before > 0 ? unchanged + 1 : 0
      before = client.socket.writableLength
    }
  }
})

test('lateEnd: the last byte waits for the client to say something', async () => {
  await using device = await simulate(TABLE, { faults: faults.lateEnd(600_000) })
  await using client = await RawClient.to(device)
  client.write('A?\n')
  await client.until(() => client.text === 'aaaa')
  client.write('B?\n')
  await client.until(() => client.text === 'aaaa\nbbbb')
})

test('idle: who says nothing is left, also by a fault that comes later', async () => {
  await using device = await simulate(TABLE)
  await using client = await RawClient.to(device)
  await client.write('A?\n').lines(1)
  const remove = device.inject(faults.idle(600_000))
  await client.write('A?\n').lines(2)
  remove()
  device.inject(faults.idle(10))
  expect(await client.ended()).toBe('FIN')
  await device.disconnected()
  await using late = await RawClient.to(device)
  expect(await late.ended()).toBe('FIN')
})

test('inject() and clear() while it runs; a fault that has struck often enough is over', async () => {
  await using device = await simulate(TABLE)
  device.inject(faults.twice({ times: 1 }))
  const remove = device.inject(faults.echo())
  expect(await ask(device, 'A?\nB?\n', 5)).toBe('A?\naaaa\naaaa\nB?\nbbbb\n')
  remove()
  remove()
  expect(await ask(device, 'A?\nB?\n', 2)).toBe('aaaa\nbbbb\n')
  device.inject(faults.banner('hi'))
  device.clear()
  expect(await ask(device, 'A?\n', 1)).toBe('aaaa\n')
})

test('a fault may be written by hand', async () => {
  await using device = await simulate(TABLE, { faults: [{ kind: 'twice' }] })
  expect(await ask(device, 'A?\n', 2)).toBe('aaaa\naaaa\n')
})

test('faults of a scope: a request that is swallowed does not change it', async () => {
  await using device = await simulate(scope(), { faults: faults.silence({ match: /^CHAN1:SCAL 5/ }) })
  expect(await ask(device, 'CHAN1:SCAL 2\nCHAN1:SCAL 5\nCHAN1:SCAL?\n', 1)).toBe('2\n')
  expect(device.requests).toEqual(['CHAN1:SCAL 2', 'CHAN1:SCAL 5', 'CHAN1:SCAL?'])
})
