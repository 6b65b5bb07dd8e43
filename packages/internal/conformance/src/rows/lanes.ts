/** Section 2.2: who may write, and who may read, while others do. */
import assert from 'node:assert/strict'
import { delay, faults, raw } from '@sockio/sim'
import { failure } from '../failure.ts'
import { type Context, table } from '../row.ts'
import type { SubjectStreamOptions } from '../subject.ts'
import { until } from '../until.ts'
import { WireTap } from '../wire-tap.ts'

const numbers = (n: number) => Array.from({ length: n }, (_, index) => index + 1)

/** Each of them picks the lines E1 and E2. */
async function matches({ peer, connect }: Context, each: readonly SubjectStreamOptions['match'][]): Promise<void> {
  for (const match of each) {
    const device = await peer({ replies: { GO: ['E1', 'x', 'E2', 'y'] } })
    const sock = connect(device)
    const stream = sock.lines({ ...(match === undefined ? {} : { match }), encoding: 'utf8' })
    const first = stream.next()
    assert.deepEqual((await sock.writeReadLines('GO\n', 2)).map(String), ['x\n', 'y\n'])
    assert.deepEqual([(await first).value, (await stream.next()).value], ['E1', 'E2'])
    await stream.return()
  }
}

export const laneRows = table('2.2 lanes', {
  'many callers share one socket, and each gets its own reply': async ({ peer, connect }) => {
    const device = await peer({ name: 'numbered', share: 0.1, longest: 5 })
    const sock = connect(device)
    const replies = await Promise.all(numbers(200).map((n) => sock.query(`Q${n}`)))
    assert.deepEqual(
      replies,
      numbers(200).map((n) => `A${n}`),
    )
    assert.deepEqual(
      await device.requests(),
      numbers(200).map((n) => `Q${n}`),
    )
    assert.equal(await device.connections(), 1)
  },

  'calls of different kinds share it too': async ({ peer, connect }) => {
    const sock = connect(await peer('numbered'))
    const [one, three, both, text] = await Promise.all([
      sock.writeReadLine('Q1\n'),
      sock.writeReadLines('M3\n', 3),
      sock.writeLinesReadLines(['Q2\n', 'Q3\n']),
      sock.query('Q4'),
    ])
    assert.deepEqual(
      [String(one), three.map(String), both.map(String), text],
      ['A1\n', ['1\n', '2\n', '3\n'], ['A2\n', 'A3\n'], 'A4'],
    )
  },

  'the next request waits for the reply before it': async ({ peer, connect }) => {
    const tap = new WireTap()
    const sock = connect(await peer('numbered'), { onWire: tap.onWire })
    await Promise.all([sock.query('L20 x'), sock.query('Q2'), sock.query('Q3')])
    assert.deepEqual(tap.log, [
      'sent L20 x\n',
      'received x\n',
      'sent Q2\n',
      'received A2\n',
      'sent Q3\n',
      'received A3\n',
    ])
  },

  'a write behind a request waits for its reply': async ({ peer, connect }) => {
    const tap = new WireTap()
    const device = await peer('numbered')
    const sock = connect(device, { onWire: tap.onWire })
    await Promise.all([sock.query('L20 x'), sock.write('W\n')])
    assert.deepEqual(tap.log, ['sent L20 x\n', 'received x\n', 'sent W\n'])
  },

  'pipeline n lets n requests be outstanding': async ({ peer, connect }) => {
    const device = await peer('silent')
    const sock = connect(device, { pipeline: 3 })
    const calls = numbers(5).map((n) => failure(sock.query(`Q${n}`), { code: 'SOCKIO_CLOSED' }))
    await device.received('Q3')
    assert.deepEqual(await device.requests(), ['Q1', 'Q2', 'Q3'])
    await sock.close()
    await Promise.all(calls)
    assert.deepEqual(await device.requests(), ['Q1', 'Q2', 'Q3'])
  },

  'a pipeline matches replies in order, also cut into bytes': async ({ peer, connect }) => {
    const device = await peer({ name: 'numbered', share: 0.3, longest: 3 }, { faults: faults.split(1) })
    const sock = connect(device, { pipeline: 8 })
    const replies = await Promise.all(numbers(200).map((n) => sock.query(`Q${n}`)))
    assert.deepEqual(
      replies,
      numbers(200).map((n) => `A${n}`),
    )
  },

  'a pipeline without a bound is allowed': async ({ peer, connect }) => {
    const sock = connect(await peer('numbered'), { pipeline: Number.POSITIVE_INFINITY })
    const replies = await Promise.all(numbers(1000).map((n) => sock.query(`Q${n}`)))
    assert.deepEqual(
      replies,
      numbers(1000).map((n) => `A${n}`),
    )
  },

  'a write goes out while a readLine waits': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    const line = sock.readLine()
    await sock.write('S0 hello\n')
    assert.equal(String(await line), 'hello\n')
  },

  'a write goes out in the middle of a stream': async ({ peer, connect }) => {
    const device = await peer({ name: 'lines', count: Number.POSITIVE_INFINITY })
    const sock = connect(device)
    await sock.write('START\n')
    const seen: string[] = []
    for await (const line of sock.lines()) {
      seen.push(String(line))
      if (seen.length === 3) {
        await sock.write('STOP\n')
        break
      }
    }
    await device.received('STOP')
    assert.deepEqual(seen, ['0\n', '1\n', '2\n'])
  },

  'reads are served in the order of the calls': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    const reads = Promise.all([sock.readLine(), sock.readExactly(2), sock.readLine(), sock.readUntil(';')])
    await sock.write('S0 one\nS0 twthree\nS0 four;\n')
    assert.deepEqual((await reads).map(String), ['one\n', 'tw', 'three\n', 'four;'])
  },

  'a request behind a read is sent when the read is done': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    await sock.open()
    const read = sock.readLine()
    const reply = sock.query('Q1')
    await device.send('unasked')
    assert.equal(String(await read), 'unasked\n')
    assert.equal(await reply, 'A1')
  },

  'a read behind a request does not take its reply': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    const reply = sock.query('L20 x')
    const read = sock.readLine()
    assert.equal(await reply, 'x')
    await device.send('unasked')
    assert.equal(String(await read), 'unasked\n')
  },

  'a request while a stream runs is a StreamActiveError, at once': async ({ peer, connect }) => {
    const device = await peer({ name: 'lines', count: 1 })
    const sock = connect(device)
    const stream = sock.lines()
    const first = stream.next()
    const active = { code: 'SOCKIO_STREAM_ACTIVE', sent: 'no', says: ['match', 'write()'] } as const
    await failure(sock.query('Q1'), { ...active, request: 'Q1\n' })
    await failure(sock.readLine(), active)
    await failure(sock.writeReadLine('Q2\n'), active)
    await failure(
      sock.transaction(() => undefined),
      active,
    )
    await failure(sock.lines().next(), active)
    await sock.write('START\n')
    assert.equal(String((await first).value), '0\n')
    assert.deepEqual(await device.requests(), ['START'])
    await stream.return()
    assert.equal(await sock.query('Q3'), 'A3')
  },

  'a stream waits for the requests before it': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    const reply = sock.query('L20 x')
    const stream = sock.lines()
    const item = stream.next()
    assert.equal(await reply, 'x')
    await device.send('unasked')
    assert.equal(String((await item).value), 'unasked\n')
    await stream.return()
  },

  'a stream with match leaves other lines to requests': async ({ peer, connect }) => {
    const device = await peer({ name: 'lines', prefix: 'EVT ', period: 1 })
    const sock = connect(device)
    const events: string[] = []
    const stream = sock.lines({ match: 'EVT ', encoding: 'utf8' })
    const consumed = (async () => {
      for await (const line of stream) events.push(String(line))
    })()
    await sock.write('START\n')
    for (let n = 1; n <= 100; n++) assert.equal(await sock.query(`Q${n}`), `A${n}`)
    await until('events came', () => events.length >= 20)
    await stream.return()
    await consumed
    assert.deepEqual(
      events,
      events.map((_, index) => `EVT ${index}`),
    )
  },

  'match is the beginning of a line, or an expression': (context) => matches(context, ['E', /^E\d/g]),

  'match is a function': (context) => matches(context, [(line: Buffer) => line[0] === 0x45]),

  'a block passes a stream with match untouched': async ({ peer, connect }) => {
    const device = await peer({
      replies: { 'CURV?': Buffer.from('EVT 1\n#19a\nEVT b\nc\n') },
    })
    const sock = connect(device)
    const stream = sock.lines({ match: 'EVT' })
    const event = stream.next()
    assert.equal(String(await sock.writeReadBlock('CURV?\n')), 'a\nEVT b\nc')
    assert.equal(String((await event).value), 'EVT 1\n')
    await device.send('EVT 2')
    assert.equal(String((await stream.next()).value), 'EVT 2\n')
    await stream.return()
  },

  'lines in front of a block are looked at by a stream with match': async ({ peer, connect }) => {
    const replies = {
      'CURV?': raw('EVT 1\nEVT 2\n#15EVT 3\nEVT 4\n'),
      'B?': raw('EVT 5\n#13\n\n\n'),
      'L?': raw('EVT 6\nyes\n'),
      'BAD?': raw('EVT 7\nno block\n'),
    }
    for (const split of [[], [faults.split(1)]]) {
      const device = await peer({ replies }, { faults: split })
      const sock = connect(device)
      const stream = sock.lines({ match: 'EVT', encoding: 'utf8' })
      const event = stream.next()
      assert.equal(String(await sock.writeReadBlock('CURV?\n')), 'EVT 3')
      assert.equal(await sock.query('B?', { blocks: true }), '#13\n\n\n')
      assert.equal(await sock.query('L?', { blocks: true }), 'yes')
      await failure(sock.writeReadBlock('BAD?\n'), { code: 'SOCKIO_FRAMING', partial: 'no block\n' })
      const events = [await event]
      for (let n = 2; n <= 6; n++) events.push(await stream.next())
      assert.deepEqual(
        events.map(({ value }) => value),
        ['EVT 1', 'EVT 2', 'EVT 4', 'EVT 5', 'EVT 6', 'EVT 7'],
      )
      await failure(stream.next(), { code: 'SOCKIO_CONNECTION_LOST' })
    }
  },

  'replies that are neither lines nor blocks take what comes beside a stream with match': async ({ peer, connect }) => {
    const device = await peer({ replies: { 'X?': raw('EVT 1\nEVT 2\n') } })
    const sock = connect(device)
    const stream = sock.lines({ match: 'EVT', encoding: 'utf8' })
    const event = stream.next()
    await sock.write('X?\n')
    assert.deepEqual((await event).value, 'EVT 1')
    assert.deepEqual((await stream.next()).value, 'EVT 2')
    assert.equal(String(await sock.writeRead('X?\n', 5)), 'EVT 1')
    await stream.return()
  },

  'a second stream with match is a StreamActiveError': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    const stream = sock.lines({ match: 'E' })
    const item = stream.next()
    await failure(sock.lines({ match: 'F' }).next(), { code: 'SOCKIO_STREAM_ACTIVE' })
    await stream.return()
    await item
  },

  'multi-line replies of concurrent callers do not mix': async ({ peer, connect }) => {
    const device = await peer({ replies: { A: ['a1', 'a2', 'a3'], B: delay(1, ['b1', 'b2']) } })
    const sock = connect(device, { pipeline: 4 })
    const calls = numbers(40).map((n) => (n % 2 === 0 ? sock.writeReadLines('A\n', 3) : sock.writeReadLines('B\n', 2)))
    for (const [index, lines] of (await Promise.all(calls)).entries()) {
      assert.deepEqual(lines.map(String), index % 2 === 1 ? ['a1\n', 'a2\n', 'a3\n'] : ['b1\n', 'b2\n'])
    }
  },
})
