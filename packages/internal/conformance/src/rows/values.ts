/** `as`: replies and lines as values, and what has none. */
import assert from 'node:assert/strict'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { block, raw } from '@sockio/sim'
import { blockOctets, broken, decimal, octets, part } from '../decoders.ts'
import { failure, refusal } from '../failure.ts'
import { Recorder } from '../recorder.ts'
import { table } from '../row.ts'
import { say } from '../say.ts'
import type { SubjectSocket } from '../subject.ts'
import { type Values, valuesIn, valuesOf } from '../values.ts'

const bytes = (text: string) => [...Buffer.from(text)]

/** Each verb that takes a decoder, asking for a line of `7`. */
const verbs: Readonly<Record<string, (values: Values) => Promise<unknown>>> = {
  query: (values) => values.query('N?', { as: decimal }),
  writeReadLine: (values) => values.writeReadLine('N?\n', { as: decimal }),
  exchange: (values) => values.exchange('N?\n', { line: true }, { as: decimal }),
}

/** Verbs that give no value. */
const others: Readonly<Record<string, (sock: SubjectSocket, options: object) => Promise<unknown>>> = {
  open: (sock, options) => sock.open(options),
  read: (sock, options) => sock.read(1, options),
  readLines: (sock, options) => sock.readLines(1, options),
  readExactly: (sock, options) => sock.readExactly(1, options),
  readUntil: (sock, options) => sock.readUntil(';', options),
  write: (sock, options) => sock.write('W\n', options),
  writeLines: (sock, options) => sock.writeLines(['W\n'], options),
  writeRead: (sock, options) => sock.writeRead('W\n', 1, options),
  writeReadLines: (sock, options) => sock.writeReadLines('W\n', 1, options),
  writeLinesReadLines: (sock, options) => sock.writeLinesReadLines(['W\n'], 1, options),
  command: (sock, options) => sock.command('W', options),
  blocks: (sock, options) => (async () => sock.blocks(1, options).next())(),
}

const numbers = { replies: { 'N?': '7', 'BAD?': '1.5V', 'B?': block(Buffer.of(1, 2, 10)), 'P?': raw('a;b;') } }

export const valueRows = table('values', {
  'as: the decoder is given the line without its end, and its value is what the call gives': async ({
    peer,
    connect,
  }) => {
    const sock = connect(await peer(numbers))
    for (const [verb, ask] of Object.entries(verbs)) assert.equal(await ask(valuesOf(sock)), 7, verb)
    const values = valuesOf(sock)
    const line = sock.write('N?\n').then(() => values.readLine({ as: decimal }))
    assert.equal(await line, 7)
  },

  'as: the end of line is taken off as from text': async ({ peer, connect }) => {
    const device = await peer({ replies: { CRLF: raw('1\r\n'), SEMI: raw('2\r;'), BOTH: raw('3\r\n') } })
    const values = valuesOf(connect(device))
    assert.deepEqual(await values.query('CRLF', { as: octets }), bytes('1'))
    assert.deepEqual(await values.query('SEMI', { as: octets, eol: ';' }), bytes('2\r'))
    const exact = valuesOf(connect(device, { eol: '\n' }))
    assert.deepEqual(await exact.query('BOTH', { as: octets }), bytes('3\r'))
  },

  'as: the payload of a block': async ({ peer, connect }) => {
    const sock = connect(await peer(numbers))
    const values = valuesOf(sock)
    assert.deepEqual(await values.writeReadBlock('B?\n', { as: octets }), [1, 2, 10])
    await sock.write('B?\n')
    assert.deepEqual(await values.readBlock({ as: octets }), [1, 2, 10])
    assert.deepEqual(await values.writeReadBlock('B?\n', { as: part }), '\x01\x02\n')
    const lineOrBlock = await values.query('B?', { as: octets, blocks: true })
    assert.deepEqual(lineOrBlock, [...bytes('#13'), 1, 2, 10])
  },

  'as: a decoder that says where its reply ends': async ({ peer, connect }) => {
    const sock = connect(await peer(numbers))
    const values = valuesOf(sock)
    assert.deepEqual(await values.query('B?', { as: blockOctets }), [1, 2, 10])
    assert.deepEqual(await values.writeReadLine('B?\n', { as: blockOctets }), [1, 2, 10])
    assert.equal(await values.query('P?', { as: part }), 'a;')
    assert.equal(await values.readLine({ as: part }), 'b;')
    const four = { ...octets, framing: { exactly: 4 } } as const
    assert.deepEqual(await values.query('P?', { as: four, encoding: 'utf8' }), bytes('a;b;'))
  },

  'as: the dialect of blocks that a decoder names, and the one of the call before it': async ({ peer, connect }) => {
    const device = await peer({ replies: { 'C?': raw('CURV #13abc\n') } })
    const values = valuesOf(connect(device))
    const as = { ...octets, framing: { block: { header: true } } } as const
    assert.deepEqual(await values.query('C?', { as }), bytes('abc'))
    assert.deepEqual(await values.writeReadBlock('C?\n', { as }), bytes('abc'))
    const dialect = { header: true }
    assert.deepEqual(await values.writeReadBlock('C?\n', { as: blockOctets, dialect }), bytes('abc'))
    assert.deepEqual(await values.query('C?', { as: blockOctets, dialect }), bytes('abc'))
    const other = values.writeReadBlock('C?\n', { as, dialect: { header: false } })
    await failure(other, { code: 'SOCKIO_FRAMING' })
  },

  'as: exchange reads the framing that it is given': async ({ peer, connect }) => {
    const values = valuesOf(connect(await peer(numbers)))
    assert.deepEqual(await values.exchange('P?\n', { exactly: 4 }, { as: part }), 'a;b;')
  },

  'as: in a transaction and in the hook': async ({ peer, connect }) => {
    const seen: unknown[] = []
    const sock = connect(await peer(numbers), {
      onConnectionMade: async (session) => seen.push(await valuesOf(session).query('N?', { as: decimal })),
    })
    seen.push(await sock.transaction(async (session) => valuesOf(session).query('N?', { as: decimal })))
    assert.deepEqual(seen, [7, 7])
  },

  'a reply without a value: DecodeError with what was expected, what came and where, and the next call has its own reply':
    async ({ peer, connect }) => {
      const sock = connect(await peer(numbers))
      const values = valuesOf(sock)
      const error = await failure(values.query('BAD?', { as: decimal }), {
        code: 'SOCKIO_DECODE',
        phase: 'reading',
        sent: 'yes',
        partial: '1.5V',
        request: 'BAD?\n',
        cause: undefined,
        says: ['expected a number at byte 3', 'the reply to "BAD?\\n"', 'got "1.5V"'],
      })
      assert.equal(error.name, 'DecodeError')
      assert.deepEqual([error.expected, error.at], ['a number', 3])
      assert.equal(await values.query('N?', { as: decimal }), 7)
      assert.equal(await sock.query('N?'), '7')
      assert.equal(sock.connectionCounter, 1)
    },

  'a read without a value: DecodeError without a request': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    await say(device, sock, 'x\n8\n')
    await failure(valuesOf(sock).readLine({ as: decimal }), {
      code: 'SOCKIO_DECODE',
      phase: 'reading',
      sent: 'no',
      partial: 'x',
      request: '',
      says: ['expected a number in what came', '"x"'],
    })
    assert.equal(await valuesOf(sock).readLine({ as: decimal }), 8)
  },

  'a DecodeError shows of the request what redact leaves': async ({ peer, connect }) => {
    const sock = connect(await peer({ replies: { 'PASS hunter2': 'no' } }), { redact: /(?<=PASS )\S+/ })
    const asked = valuesOf(sock).query('PASS hunter2', { as: decimal })
    const error = await failure(asked, { code: 'SOCKIO_DECODE', request: 'PASS ***\n', says: ['"PASS ***\\n"'] })
    assert(!`${error.message} ${error.stack} ${JSON.stringify(error)}`.includes('hunter2'), error.message)
  },

  'a decoder that throws what has no text, and an abort for such a reason': async ({ peer, connect }) => {
    const sock = connect(await peer({ replies: { Q1: 'A1' } }))
    const nothing: unknown = Object.create(null)
    const odd = Object.assign(new Error('odd'), { message: 5 })
    const thrower = (thrown: unknown) => ({
      decode(): never {
        throw thrown
      },
      describe: () => ({ kind: 'thrower' }),
    })
    await failure(valuesOf(sock).query('Q1', { as: thrower(nothing) }), {
      code: 'SOCKIO_DECODE',
      says: ['what has no text'],
    })
    await failure(valuesOf(sock).query('Q1', { as: thrower(odd) }), { code: 'SOCKIO_DECODE', says: [': 5'] })
    await failure(sock.query('Q1', { signal: AbortSignal.abort(nothing) }), { code: 'SOCKIO_ABORTED' })
    assert.equal(await sock.query('Q1'), 'A1')
  },

  'a decoder that throws: DecodeError with that as its cause, and the next call has its own reply': async ({
    peer,
    connect,
  }) => {
    const seen = new Recorder()
    const sock = connect(await peer(numbers), { ...seen.options, pipeline: 3 })
    const values = valuesOf(sock)
    const calls = [values.query('N?', { as: broken }), sock.query('N?'), values.query('N?', { as: decimal })] as const
    const expected = { code: 'SOCKIO_DECODE', partial: '7', cause: 'RangeError', says: ['the decoder is broken'] }
    await failure(calls[0], expected)
    assert.deepEqual(await Promise.all(calls.slice(1)), ['7', 7])
    assert.equal(sock.connectionCounter, 1)
    assert.deepEqual(seen.errors, [])
  },

  'a reply without a value in a transaction, which goes on': async ({ peer, connect }) => {
    const sock = connect(await peer(numbers))
    const value = await sock.transaction(async (session) => {
      await failure(valuesOf(session).query('BAD?', { as: decimal }), { code: 'SOCKIO_DECODE' })
      return valuesOf(session).query('N?', { as: decimal })
    })
    assert.equal(value, 7)
  },

  'a reply that does not come is a TimeoutError, whatever it was to be': async ({ peer, connect }) => {
    const sock = connect(await peer('silent'))
    await failure(valuesOf(sock).query('N?', { as: decimal, timeout: 30 }), { code: 'SOCKIO_TIMEOUT' })
  },

  'a reply without a value is traced as an error': async ({ peer, connect }) => {
    const device = await peer(numbers)
    const sock = connect(device)
    const failed: string[] = []
    const listener = (message: unknown) => {
      const { address, error } = message as { address: { port: number }; error: { code: string } }
      if (address.port === device.port) failed.push(error.code)
    }
    subscribe('tracing:sockio:exchange:error', listener)
    try {
      await failure(valuesOf(sock).query('BAD?', { as: decimal }), { code: 'SOCKIO_DECODE' })
    } finally {
      unsubscribe('tracing:sockio:exchange:error', listener)
    }
    assert.deepEqual(failed, ['SOCKIO_DECODE'])
  },

  ...Object.fromEntries(
    [null, 5, 'number', {}, { decode: 5 }].map((as) => [
      `as: ${JSON.stringify(as)} is refused`,
      async ({ peer, connect }) => {
        const device = await peer('numbered')
        const sock = connect(device)
        const options = { as } as object
        for (const use of [
          () => sock.query('Q1', options),
          () => sock.readLine(options),
          () => sock.writeReadBlock('B1\n', options),
          () => sock.exchange('Q1\n', { line: true }, options),
          async () => sock.lines(options).next(),
        ]) {
          await refusal(use, 'TypeError', 'options.as')
        }
        assert.equal(sock.state, 'idle')
        assert.equal(await device.connections(), 0)
      },
    ]),
  ),

  'as: a framing that there is not is refused': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    const as = { ...octets, framing: { lines: true } as never }
    await refusal(() => valuesOf(sock).query('Q1', { as }), 'TypeError', 'framing')
    assert.equal(await device.connections(), 0)
  },

  'as is refused where no value is given': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    for (const use of Object.values(others)) {
      await refusal(() => use(sock, { as: decimal }), 'TypeError', 'options.as')
    }
    assert.equal(sock.state, 'idle')
    assert.equal(await device.connections(), 0)
  },

  'as: undefined is as if absent': async ({ peer, connect }) => {
    const sock = connect(await peer('numbered'))
    assert.equal(await sock.query('Q1', { as: undefined } as object), 'A1')
    assert.equal(String(await sock.writeReadLine('Q2\n', { as: undefined } as object)), 'A2\n')
    await sock.command('Q3', { as: undefined } as object)
    assert.equal(String(await sock.readLine()), 'A3\n')
  },

  'lines({ as }): a value of each line': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    await say(device, sock, '1\r\n2\n-3.5\n4;\n')
    const stream = valuesIn(sock, { as: decimal })
    const values: number[] = []
    for (let i = 0; i < 3; i++) values.push((await stream.next()).value as number)
    await stream.return()
    assert.deepEqual(values, [1, 2, -3.5])
    assert.equal(String(await sock.readLine()), '4;\n')
  },

  'lines({ as }): the first without a value ends the stream, and what is behind it stays': async ({
    peer,
    connect,
  }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    await say(device, sock, '1\n2\nthree\n4\n5\n')
    const stream = valuesIn(sock, { as: decimal })
    assert.deepEqual([(await stream.next()).value, (await stream.next()).value], [1, 2])
    const error = await failure(stream.next(), {
      code: 'SOCKIO_DECODE',
      phase: 'reading',
      partial: 'three',
      says: ['expected a number', '"three"'],
    })
    assert.deepEqual([error.expected, error.at], ['a number', 0])
    assert.deepEqual(await stream.next(), { value: undefined, done: true })
    assert.equal(await valuesOf(sock).readLine({ as: decimal }), 4)
    assert.equal(String(await sock.readLine()), '5\n')
    assert.equal(await sock.query('Q1'), 'A1')
    assert.equal(sock.connectionCounter, 1)
  },

  'lines({ as }): one without a value sends the stop of the stream, and names its start': async ({ peer, connect }) => {
    const device = await peer({ name: 'lines', prefix: 'x' })
    const sock = connect(device)
    const stream = valuesIn(sock, { as: decimal, start: 'START', stop: 'STOP' })
    await failure(stream.next(), { code: 'SOCKIO_DECODE', partial: 'x0', request: 'START\n', says: ['"START\\n"'] })
    await device.received('STOP')
    assert.equal(await sock.query('Q1'), 'A1')
  },

  'lines({ as, match }): match sees the line as it came': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    const stream = valuesIn(sock, { as: { ...octets, decode: (frame) => [...frame.subarray(1)] }, match: /^!/ })
    const first = stream.next()
    await device.connected()
    await device.send(['!1', '!2'])
    assert.deepEqual((await first).value, bytes('1'))
    assert.equal(await sock.query('Q1'), 'A1')
    assert.deepEqual((await stream.next()).value, bytes('2'))
    await stream.return()
  },

  'lines({ as }): a decoder that gives undefined ends the stream': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    await say(device, sock, '1\n2\n')
    const stream = valuesIn(sock, { as: { ...octets, decode: (): unknown => undefined } })
    await failure(stream.next(), { code: 'SOCKIO_DECODE', cause: 'TypeError', says: ['undefined'] })
    assert.equal(String(await sock.readLine()), '2\n')
  },
})
