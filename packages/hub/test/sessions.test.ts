/** A façade looks like the instrument: bytes in, bytes out, and each reply to its own client. */
import { block, delay, raw, scope, sequence } from '@sockio/sim'
import { describe, expect, test } from 'vitest'
import type { HubInstrument } from '../src/index.ts'
import { Dialect } from '../src/instrument.ts'
import { Messages } from '../src/messages.ts'
import { share } from './rig/shared.ts'

const PAYLOAD = Buffer.from([35, 10, 13, 59, 63, 34, 39, 0, 255, 10])
const BLOCK = `#210${PAYLOAD.toString('latin1')}`

const device = {
  '*IDN?': 'ACME,PSU,1,1.0',
  'VOLT?': '5.00',
  'CURV?': block(PAYLOAD),
  'BARE?': raw(Buffer.from(BLOCK, 'latin1')),
  DUMP: ['one', 'two', 'three'],
  'A?;B?': 'a;b',
  'E?;F?': ['e', 'f'],
  'CURV?;B?': raw(Buffer.from(`${BLOCK};b\n`, 'latin1')),
  'T?': '"a;b";',
  'MEM?': raw('12345678'),
  'END?': raw('a,b;'),
  'C?;D?;T?': 'c;d;"a;b\n"',
}

interface Row {
  readonly name: string
  readonly send: string
  /** What comes back, whole, before the reply to a `VOLT?` behind it. */
  readonly back: string
  readonly instrument?: Partial<HubInstrument>
}

const rows: readonly Row[] = [
  { name: 'a query owes one line', send: '*IDN?\n', back: 'ACME,PSU,1,1.0\n' },
  { name: 'a command owes nothing', send: 'VOLT 5\n', back: '' },
  { name: 'an end of line of CR LF is passed on', send: 'VOLT?\n', back: '5.00\n' },
  { name: 'a definite block, with its header and its end of line', send: 'CURV?\n', back: `${BLOCK}\n` },
  { name: 'a definite block without an end of line is given one', send: 'BARE?\n', back: `${BLOCK}\n` },
  { name: 'two queries are answered in one line', send: 'A?;B?\n', back: 'a;b\n' },
  { name: 'two queries are answered in two lines', send: 'E?;F?\n', back: 'e\nf\n' },
  { name: 'a block and a line are answered in one', send: 'CURV?;B?\n', back: `${BLOCK};b\n` },
  { name: 'a question mark in a string asks nothing', send: 'DISP "ready?"\n', back: '' },
  { name: 'an empty line owes nothing', send: '\n', back: '' },
  { name: 'three escaped plus signs are two', send: '+++x\n', back: '' },
  {
    name: 'a rule says how many lines',
    send: 'DUMP\n',
    back: 'one\ntwo\nthree\n',
    instrument: { rules: [{ match: '^DUMP$', replies: 3 }] },
  },
  {
    name: 'a rule takes no notice of case',
    send: 'DUMP\n',
    back: 'one\ntwo\nthree\n',
    instrument: { rules: [{ match: '^dump$', replies: 3 }] },
  },
  {
    name: 'a rule says where a reply ends: so many bytes',
    send: 'MEM?\n',
    back: '12345678',
    instrument: { rules: [{ match: '^MEM', framing: { exactly: 8 } }] },
  },
  {
    name: 'a rule says where a reply ends: a separator',
    send: 'END?\n',
    back: 'a,b;',
    instrument: { rules: [{ match: '^END', framing: { until: ';' } }] },
  },
  {
    name: 'a rule says that a block ends without an end of line',
    send: 'BARE?\n',
    back: BLOCK,
    instrument: { rules: [{ match: '^BARE', framing: { block: { ending: 'never' } } }] },
  },
]

describe('what a message owes', () => {
  test.each(rows)('$name', async ({ send, back, instrument = {} }) => {
    await using shared = await share(device, { instrument })
    const client = await shared.client()
    client.send(Buffer.from(send, 'latin1')).send('VOLT?\n')
    const all = await client.exactly(back.length + '5.00\n'.length)
    expect(all.toString('latin1')).toBe(`${back}5.00\n`)
  })
})

describe('messages of clients', () => {
  test('come byte by byte, or many at once', async () => {
    await using shared = await share(device)
    const client = await shared.client()
    for (const character of '*IDN?\n') client.send(character)
    expect(await client.line()).toBe('ACME,PSU,1,1.0')
    client.send('VOLT?\nVOLT 6\n*IDN?\nVOLT?\n')
    expect([await client.line(), await client.line(), await client.line()]).toEqual(['5.00', 'ACME,PSU,1,1.0', '5.00'])
  })

  test('may have an end of line of several bytes, which come one by one', async () => {
    await using shared = await share(device, { simulate: { eol: '\r\n' }, instrument: { options: { eol: '\r\n' } } })
    const client = await shared.client()
    client.socket.setNoDelay()
    for (const character of '*IDN?\r\n') {
      client.send(character)
      await shared.owner.query('VOLT?', { client: 'me' }) // so that they come one by one
    }
    expect(await client.line()).toBe('ACME,PSU,1,1.0')
    expect(shared.device.requests.filter((request) => request !== 'VOLT?')).toEqual(['*IDN?'])
  })

  test('hold blocks with ends of line in them', async () => {
    await using shared = await share({ 'A?': '2' }, { simulate: { blocks: true, encoding: 'latin1' } })
    const client = await shared.client()
    const message = Buffer.from(`DATA ${BLOCK}\n`, 'latin1')
    for (const byte of message) client.send(Buffer.of(byte))
    client.send('A?\n')
    expect(await client.line()).toBe('2')
    expect(shared.device.requests).toEqual([message.subarray(0, -1).toString('latin1'), 'A?'])
  })

  test('where there are no blocks, a # is only a #', async () => {
    await using shared = await share({ '*': 'x' }, { instrument: { blocks: false } })
    const client = await shared.client()
    expect(await client.ask('CH #19?')).toBe('x')
  })

  test('one without an end of line within the limit ends its client, and nobody else', async () => {
    await using shared = await share(device, { instrument: { options: { bufferSize: 1000 } } })
    const [greedy, other] = [await shared.client(), await shared.client()]
    greedy.send('x'.repeat(2000))
    expect(await greedy.rest()).toBe('')
    expect(await other.ask('VOLT?')).toBe('5.00')
  })

  test('a long one takes no longer than it is long, in however many pieces it comes', () => {
    const dialect = new Dialect({ url: '' })
    const rest = ' #x"'.repeat(250_000)
    for (const size of [100, rest.length]) {
      const messages = new Messages(dialect.form)
      const taken: Buffer[] = []
      messages.push(Buffer.from('"'), (each) => taken.push(each))
      const bytes = Buffer.from(rest)
      for (let i = 0; i < bytes.length; i += size)
        messages.push(bytes.subarray(i, i + size), (each) => taken.push(each))
      messages.push(Buffer.from('\n'), (each) => taken.push(each))
      expect(taken.map(({ length }) => length)).toEqual([rest.length + 2])
    }
  }, 60_000)

  test('half a line is no message, and holds up nobody', async () => {
    await using shared = await share(device)
    const [slow, other] = [await shared.client(), await shared.client()]
    slow.send('VOL')
    expect(await other.ask('VOLT?')).toBe('5.00')
    expect(await slow.ask('T?')).toBe('5.00')
  })

  test('megabytes go through in both directions', async () => {
    const big = Buffer.alloc(5_000_000, 'abc\n#?;')
    let written = 0
    await using shared = await share(
      {
        'BIG?': block(big),
        '*': (request) => {
          written = request.length
          return undefined
        },
      },
      { simulate: { blocks: true, encoding: 'latin1' } },
    )
    const client = await shared.client()
    const head = Buffer.from('#75000000')
    client.send(Buffer.concat([Buffer.from('DATA '), head, big, Buffer.from('\nBIG?\n')]))
    const back = await client.exactly(head.length + big.length + 1)
    expect(back.subarray(0, head.length)).toEqual(head)
    expect(back.subarray(head.length, -1).equals(big)).toBe(true)
    expect(written).toBe('DATA '.length + head.length + big.length)
  })
})

describe('clients', () => {
  test('get their own replies only', async () => {
    await using shared = await share({ '*': (request) => request.toLowerCase() })
    const clients = await Promise.all(Array.from({ length: 10 }, () => shared.client()))
    const all = await Promise.all(
      clients.map(async (client, i) => {
        const replies: string[] = []
        for (let n = 0; n < 20; n++) replies.push(await client.ask(`C${i} N${n}?`))
        return replies
      }),
    )
    for (const [i, replies] of all.entries())
      expect(replies).toEqual(Array.from({ length: 20 }, (_, n) => `c${i} n${n}?`))
    expect(shared.device.connections).toBe(1)
  })

  test('that say goodbye in half are still answered', async () => {
    await using shared = await share(device)
    const client = await shared.client()
    client.socket.end('VOLT 3\n*IDN?\nVOLT?\n')
    expect(await client.rest()).toBe('ACME,PSU,1,1.0\n5.00\n')
    expect(shared.device.requests).toEqual(['VOLT 3', '*IDN?', 'VOLT?'])
  })

  test('that are gone are forgotten with what they had queued, and the late reply is nobody else’s', async () => {
    let answer: (reply: string) => void = () => undefined
    await using shared = await share({
      'SLOW?': () =>
        new Promise<string>((resolve) => {
          answer = resolve
        }),
      '*': (request) => request,
    })
    const [gone, other] = [await shared.client(), await shared.client()]
    gone.send('SLOW?\nA?\nB 1\n')
    await shared.device.received('SLOW?')
    gone.socket.resetAndDestroy()
    const asked = other.ask('C?')
    await expect.poll(() => shared.owner.state.clients.length).toBe(1)
    answer('slow')
    expect(await asked).toBe('C?')
    expect(shared.device.requests).toEqual(['SLOW?', 'C?'])
  })

  test('whose reply never comes are hung up on, and the others go on', async () => {
    await using shared = await share(
      { 'DEAD?': undefined, '*': 'x' },
      { instrument: { rules: [{ match: 'DEAD', timeout: 100 }] } },
    )
    const [dead, other] = [await shared.client(), await shared.client()]
    dead.send('DEAD?\n')
    await shared.device.received('DEAD?')
    expect(await other.ask('A?')).toBe('x')
    expect(await dead.rest()).toBe('')
    expect(shared.owner.state.errors.at(-1)?.text).toContain('no reply to "DEAD?\\n"')
  })

  test('of an instrument that is off are hung up on at once', async () => {
    await using shared = await share(device, { simulate: { faults: { kind: 'refuse' } } })
    const client = await shared.client()
    client.send('VOLT?\n')
    expect(await client.rest()).toBe('')
    shared.device.clear()
    await shared.device.ready()
    expect(await (await shared.client()).ask('VOLT?')).toBe('5.00')
  })

  test('that never read hold up nobody', async () => {
    const big = Buffer.alloc(1_000_000)
    await using shared = await share({ 'BIG?': block(big), 'A?': 'a' })
    const [deaf, other] = [await shared.client(), await shared.client()]
    deaf.socket.pause()
    deaf.send('BIG?\n'.repeat(100))
    for (let n = 0; n < 20; n++) expect(await other.ask('A?')).toBe('a')
    await expect.poll(() => shared.owner.state.clients[0]?.exchanges).toBeGreaterThan(0)
    expect(shared.owner.state.clients[0]?.queued).toBeGreaterThan(50)
  })

  test('that flood wait for their turn like the others', async () => {
    await using shared = await share({ '*': delay(1, 'x') })
    const [flood, other] = [await shared.client(), await shared.client()]
    flood.send('F?\n'.repeat(20_000))
    await shared.device.received('F?')
    for (let n = 0; n < 20; n++) await other.ask('A?')
    const { requests } = shared.device
    const own = requests.filter((request) => request === 'A?').length
    expect(own).toBe(20)
    expect(requests.lastIndexOf('A?')).toBeLessThan(3 * own + 2)
  })

  test('of Unix sockets are served as well', async () => {
    const path = `/tmp/sockio-hub-${process.pid}.sock`
    await using shared = await share(device, { instrument: { listen: [`unix:${path}`, '127.0.0.1:0'] } })
    expect(await (await shared.client(0)).ask('VOLT?')).toBe('5.00')
    expect(await (await shared.client(1)).ask('VOLT?')).toBe('5.00')
  })
})

test('the hub connects again after a loss, and nobody notices between messages', async () => {
  await using shared = await share(scope())
  const client = await shared.client()
  expect(await client.ask('*IDN?')).toBe('SOCKIO,SCOPE,0,1.0')
  shared.device.disconnect()
  await expect.poll(() => shared.owner.state.link).toBe('idle')
  expect(await client.ask('*IDN?')).toBe('SOCKIO,SCOPE,0,1.0')
  expect(shared.owner.state.connects).toBe(2)
})

test('lines are sent on each connection first', async () => {
  await using shared = await share({ 'A?': 'a', 'B?': sequence('b') }, { instrument: { init: ['INIT', 'A?'] } })
  const client = await shared.client()
  expect(await client.ask('B?')).toBe('b')
  expect(shared.device.requests).toEqual(['INIT', 'A?', 'B?'])
})
