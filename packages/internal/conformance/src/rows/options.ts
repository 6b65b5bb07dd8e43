/** Section 2.4: the options. */
import assert from 'node:assert/strict'
import { lookup } from 'node:dns/promises'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { faults, raw } from '@sockio/sim'
import { failure } from '../failure.ts'
import { table } from '../row.ts'
import type { SubjectSession } from '../subject.ts'
import { until } from '../until.ts'
import { WireTap } from '../wire-tap.ts'

/** Of 40 ms, between whatever was sent. */
function assertGaps({ times }: WireTap): void {
  const sent = times.filter(({ direction }) => direction === 'sent')
  assert(sent.length > 2, 'nothing was sent')
  for (const [index, { time, text }] of sent.slice(1).entries()) {
    const gap = time - (sent[index]?.time ?? 0)
    assert(gap >= 39, `a gap of ${gap} ms before ${text}`)
  }
}

export const optionRows = table('2.4 options', {
  'eol: of replies, and of what query() sends': async ({ peer, connect }) => {
    const device = await peer('numbered', { eol: '\r' })
    const sock = connect(device, { eol: '\r' })
    assert.equal(await sock.query('Q1'), 'A1')
    assert.equal(String(await sock.writeReadLine('Q2\r')), 'A2\r')
    assert.deepEqual(await device.requests(), ['Q1', 'Q2'])
  },

  'eol: of several bytes, cut anywhere': async ({ peer, connect }) => {
    const device = await peer('numbered', { eol: '\r\n', faults: faults.split(1) })
    const sock = connect(device, { eol: '\r\n' })
    assert.equal(await sock.query('Q1'), 'A1')
    assert.equal(String(await sock.writeReadLine('Q2\r\n')), 'A2\r\n')
  },

  'eol: a part of it within a line is no end': async ({ peer, connect }) => {
    const device = await peer({ replies: { Q: raw('a\rb\nc\r\r\n') } }, { eol: '\r\n', faults: faults.split(1) })
    assert.equal(await connect(device, { eol: '\r\n' }).query('Q'), 'a\rb\nc\r')
  },

  'eol: as bytes': async ({ peer, connect }) => {
    const device = await peer({ replies: { Q: raw(Uint8Array.of(1, 2, 3, 0, 255, 4, 0)) } }, { eol: ';' })
    const sock = connect(device, { eol: Uint8Array.of(0, 255) })
    assert.deepEqual([...((await sock.writeReadLine('Q;')) as Buffer)], [1, 2, 3, 0, 255])
  },

  'eol: per call goes before that of the connection': async ({ peer, connect }) => {
    const device = await peer({ replies: { Q: raw('a;b\n') } })
    const sock = connect(device)
    assert.equal(String(await sock.writeReadLine('Q\n', { eol: ';' })), 'a;')
    assert.equal(String(await sock.readLine()), 'b\n')
  },

  'eol: by default text loses a CR in front of it too, however it is read': async ({ peer, connect }) => {
    for (const encoding of ['utf8', 'latin1', 'utf16le'] as const) {
      const bytes = (text: string) => raw(Buffer.from(text, encoding))
      const replies = { '*': bytes('a\r\n\r\n\rb\r\r\nc\u00e9\r\nd\n') }
      const device = await peer({ replies }, { faults: faults.split(1) })
      const sock = connect(device, { encoding })
      assert.equal(await sock.query('Q'), 'a')
      assert.equal(await sock.readLine({ encoding }), '')
      assert.deepEqual(await sock.readLines(2, { encoding }), ['\rb\r', 'c\u00e9'])
      assert.equal(String(await sock.readLine()), Buffer.from('d\n', encoding).toString())
      const texts = ['a', '', '\rb\r', 'c\u00e9', 'd']
      await sock.write('Q\n')
      assert.deepEqual(await sock.readLines(5, { encoding }), texts)
      const stream = sock.lines({ encoding })
      await sock.write('Q\n')
      for (const text of texts) assert.deepEqual(await stream.next(), { value: text, done: false })
      await stream.return()
      const matching = sock.lines({ encoding, match: /^.?$/ })
      await sock.write('Q\n')
      for (const text of ['a', '', 'd']) assert.deepEqual(await matching.next(), { value: text, done: false })
      await matching.return()
    }
  },

  'eol: one that is given is exact': async ({ peer, connect }) => {
    const device = await peer({ replies: { Q: raw('a\r\n') } })
    const exact = connect(device, { eol: '\n' })
    assert.equal(await exact.query('Q'), 'a\r')
    assert.equal(await exact.writeReadLine('Q\n', { encoding: 'utf8' }), 'a\r')
    const sock = connect(device)
    assert.equal(await sock.query('Q', { eol: '\n' }), 'a\r')
    assert.equal(await sock.query('Q'), 'a')
    for (const [of, options] of [
      [exact, {}],
      [sock, { eol: '\n' }],
    ] as const) {
      const stream = of.lines({ encoding: 'utf8', ...options })
      await of.write('Q\n')
      assert.deepEqual(await stream.next(), { value: 'a\r', done: false })
      await stream.return()
    }
  },

  'writeEol: another end of line for requests than for replies': async ({ peer, connect }) => {
    const device = await peer('numbered', { eol: '\r', replyEol: '\n' })
    const sock = connect(device, { writeEol: '\r' })
    assert.equal(await sock.query('Q1'), 'A1')
    assert.equal(await sock.query('Q2\r'), 'A2')
    assert.deepEqual(await device.requests(), ['Q1', 'Q2'])
  },

  'encoding: of what is written, and of what query() gives': async ({ peer, connect }) => {
    const tap = new WireTap()
    const device = await peer({ replies: { '*': raw(Uint8Array.of(0xe9, 0x0a)) } })
    const sock = connect(device, { encoding: 'latin1', onWire: tap.onWire })
    assert.equal(await sock.query('Ä?'), 'é')
    assert.equal(tap.log[0], 'sent \xc4?\n')
  },

  'encoding: utf8 by default, also cut within a character': async ({ peer, connect }) => {
    const sock = connect(await peer('echo', { faults: faults.split(1) }))
    assert.equal(await sock.query('Ωµ€😀'), 'Ωµ€😀')
  },

  'encoding: utf16le, end of line included': async ({ peer, connect }) => {
    const device = await peer({ replies: { '*': raw(Buffer.from('é1\n', 'utf16le')) } }, { eol: '\n\0' })
    assert.equal(await connect(device, { encoding: 'utf16le' }).query('Q1'), 'é1')
  },

  'encoding: per call, gives text without its end of line': async ({ peer, connect }) => {
    const sock = connect(await peer('numbered'))
    assert.equal(await sock.writeReadLine('Q1\n', { encoding: 'ascii' }), 'A1')
    assert.deepEqual(await sock.writeReadLines('M2\n', 2, { encoding: 'utf8' }), ['1', '2'])
    assert.deepEqual(await sock.writeLinesReadLines(['Q1\n', 'Q2\n'], undefined, { encoding: 'utf8' }), ['A1', 'A2'])
    assert(Buffer.isBuffer(await sock.writeReadLine('Q1\n')))
  },

  'pacing: a gap between the end of one exchange and the next write': async ({ peer, connect }) => {
    const tap = new WireTap()
    const sock = connect(await peer('numbered'), { pacing: 40, onWire: tap.onWire })
    await Promise.all(['Q1', 'Q2', 'Q3'].map((text) => sock.query(text)))
    for (const [index, { direction, time }] of tap.times.entries()) {
      const gap = time - (tap.times[index - 1]?.time ?? Number.NEGATIVE_INFINITY)
      if (direction === 'sent') assert(gap >= 39, `a gap of ${gap} ms`)
    }
  },

  'pacing: writes keep it too': async ({ peer, connect }) => {
    const tap = new WireTap()
    const device = await peer('numbered')
    const sock = connect(device, { pacing: 40, onWire: tap.onWire })
    await Promise.all([sock.write('W1\n'), sock.write('W2\n'), sock.write('W3\n')])
    await device.received('W3')
    assertGaps(tap)
  },

  'pacing: the start and the stop of a stream keep it, and what follows them': async ({ peer, connect }) => {
    const tap = new WireTap()
    const device = await peer('lines')
    const sock = connect(device, { pacing: 40, onWire: tap.onWire })
    await sock.write('W1\n')
    const stream = sock.lines({ start: 'START', stop: 'STOP' })
    assert.equal(String((await stream.next()).value), '0\n')
    await sock.write('W2\n')
    await stream.return()
    await sock.write('W3\n')
    await device.received('W3')
    assert.deepEqual(await device.requests(), ['W1', 'START', 'W2', 'STOP', 'W3'])
    assertGaps(tap)
  },

  'pacing: requests that are outstanding together keep it': async ({ peer, connect }) => {
    const tap = new WireTap()
    const sock = connect(await peer('silent'), { pacing: 40, pipeline: 3, onWire: tap.onWire })
    const control = new AbortController()
    const { signal } = control
    const calls = ['Q1', 'Q2', 'Q3'].map((text) => failure(sock.query(text, { signal }), { code: 'SOCKIO_ABORTED' }))
    await until('all of them are sent', () => tap.times.length === 3)
    control.abort()
    await Promise.all(calls)
    assertGaps(tap)
  },

  'pacing: the hook keeps it, and who comes after it': async ({ peer, connect }) => {
    const tap = new WireTap()
    const onConnectionMade = async (session: SubjectSession) => {
      await session.write('W1\n')
      await session.write('W2\n')
    }
    const device = await peer('numbered')
    const sock = connect(device, { pacing: 40, onConnectionMade, onWire: tap.onWire })
    await sock.write('W3\n')
    await device.received('W3')
    assertGaps(tap)
  },

  'pacing: a gap, not a sleep': async ({ peer, connect }) => {
    const sock = connect(await peer('numbered'), { pacing: 3_600_000 })
    assert.equal(await sock.query('Q1'), 'A1') // the first exchange must not wait
  },

  'pacing: the timeout covers the gap': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device, { pacing: 3_600_000 })
    await sock.query('Q1')
    await failure(sock.query('Q2', { timeout: 50 }), { code: 'SOCKIO_TIMEOUT', sent: 'no' })
    assert.deepEqual(await device.requests(), ['Q1'])
  },

  'bufferSize: bounds what is buffered, not what can be read': async ({ peer, connect }) => {
    const device = await peer({ name: 'lines', count: 2000, size: 100, period: 0 })
    const sock = connect(device, { bufferSize: 1000 })
    await sock.write('START\n')
    for (let index = 0; index < 2000; index++) {
      assert.equal(String(await sock.readLine()).replace(/\.*\n$/, ''), `${index}`)
    }
  },

  'maxQueue: counts those that wait for the connection too': async ({ peer, connect }) => {
    const device = await peer('silent')
    const sock = connect(device, { tls: true, maxQueue: 2 })
    const calls = [
      failure(sock.query('Q1'), { code: 'SOCKIO_CLOSED' }),
      failure(sock.query('Q2'), { code: 'SOCKIO_CLOSED' }),
    ]
    await failure(sock.query('Q3'), { code: 'SOCKIO_QUEUE_FULL', sent: 'no' })
    await sock.close()
    await Promise.all(calls)
  },

  'maxQueue: counts no request that is under way, nor one after a while': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device, { maxQueue: 1 })
    await sock.open()
    for (let i = 1; i < 5; i += 2) {
      assert.deepEqual(await Promise.all([sock.query(`Q${i}`), sock.query(`Q${i + 1}`)]), [`A${i}`, `A${i + 1}`])
      await setTimeout(50) // as on any day: behind as much the socket is read before it is asked
    }
  },

  'socketOptions: tells what is in force, and nothing without a connection': async ({ peer, connect }) => {
    const sock = connect(await peer('numbered'))
    const inForce = () => sock.socketOptions
    assert.equal(inForce(), undefined)
    await sock.open()
    const { noDelay, keepAlive, tos } = inForce() ?? {}
    assert.equal(noDelay, true)
    assert(typeof keepAlive === 'object' && keepAlive.idle === 60_000, JSON.stringify(keepAlive))
    assert([undefined, 10_000].includes(keepAlive.interval) && [undefined, 3].includes(keepAlive.count))
    assert([undefined, 0x10].includes(tos), `${tos}`)
    await sock.close()
    assert.equal(inForce(), undefined)
  },

  'keepAlive, noDelay and tos: as asked for': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const other = connect(device, { keepAlive: { idle: 5000, interval: 2000, count: 7 }, noDelay: false, tos: 0x08 })
    await other.open()
    const inForce = other.socketOptions
    assert(inForce !== undefined && inForce.keepAlive !== false)
    assert.equal(inForce.noDelay, false)
    assert.equal(inForce.keepAlive.idle, 5000)
    assert([undefined, 2000].includes(inForce.keepAlive.interval) && [undefined, 7].includes(inForce.keepAlive.count))
    assert([undefined, 0x08].includes(inForce.tos))
    const without = connect(device, { keepAlive: false })
    await without.open()
    assert.equal(without.socketOptions?.keepAlive, false)
  },

  'localAddress: connects from that address': async ({ connect }) => {
    const server = createServer((client) => client.end(`${client.remoteAddress}\n`))
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const { port } = server.address() as AddressInfo
    const sock = connect({ host: '127.0.0.1', port }, { localAddress: '127.0.0.9' })
    assert.equal(await sock.readLine({ encoding: 'utf8' }), '127.0.0.9')
    server.close()
  },

  'localAddress: one that this host does not have is a ConnectError that says so': async ({ peer, connect }) => {
    const sock = connect(await peer('numbered'), { localAddress: '192.0.2.77' }) // RFC 5737: nobody has it
    await failure(sock.query('Q1'), {
      code: 'SOCKIO_CONNECT',
      phase: 'connecting',
      sent: 'no',
      cause: 'EADDRNOTAVAIL',
      says: ['192.0.2.77', 'localAddress'],
    })
  },

  'localAddress: one of another IP version than the address of the host is a ConnectError that says so': async ({
    connect,
  }) => {
    for (const [host, localAddress] of [
      ['127.0.0.1', '::1'],
      ['::1', '127.0.0.1'],
    ] as const) {
      await failure(connect({ host, port: 5025 }, { localAddress }).query('Q1'), {
        code: 'SOCKIO_CONNECT',
        phase: 'connecting',
        sent: 'no',
        cause: 'EAFNOSUPPORT',
        says: [`localAddress ${localAddress}`, `and ${host} is IPv`],
      })
    }
  },

  'localAddress: for a name that has addresses of the other IP version only, a ConnectError that says so': async ({
    connect,
    note,
  }) => {
    const found = await lookup('localhost', { all: true })
    const version = [4, 6].find((each) => !found.some(({ family }) => family === each))
    if (version === undefined) {
      note('localhost has addresses of both here')
      return
    }
    const localAddress = version === 4 ? '127.0.0.1' : '::1'
    await failure(connect({ host: 'localhost', port: 5025 }, { localAddress }).query('Q1'), {
      code: 'SOCKIO_CONNECT',
      phase: 'connecting',
      sent: 'no',
      cause: 'EAFNOSUPPORT',
      says: [`localhost has no IPv${version} address, which localAddress asks for`],
    })
  },

  'family: 4 connects over IPv4': async ({ peer, connect }) => {
    const device = await peer('numbered', { host: '127.0.0.1' })
    assert.equal(await connect({ host: 'localhost', port: device.port }, { family: 4 }).query('Q1'), 'A1')
  },
})
