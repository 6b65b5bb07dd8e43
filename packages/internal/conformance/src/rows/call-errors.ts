/** Section 2.3: calls that the peer, or its bytes, cut short. */
import assert from 'node:assert/strict'
import { faults, raw } from '@sockio/sim'
import { failure } from '../failure.ts'
import { Recorder } from '../recorder.ts'
import { table } from '../row.ts'
import { until } from '../until.ts'

export const callErrorRows = table('2.3 calls cut short', {
  'EOF while a request waits: ConnectionEOFError with what had arrived': async ({ peer, connect }) => {
    const seen = new Recorder()
    const device = await peer('numbered', { faults: faults.dropAfter(2, { match: 'Q123' }) })
    const sock = connect(device, seen.options)
    await failure(sock.query('Q123'), {
      code: 'SOCKIO_CONNECTION_EOF',
      phase: 'reading',
      sent: 'yes',
      partial: 'A1',
      request: 'Q123\n',
      says: ['closed the connection', '"Q123\\n"', '2 bytes arrived', '"A1"'],
    })
    assert.equal(sock.state, 'idle')
    assert.deepEqual([seen.eofs, seen.lost.length], [1, 1])
  },

  'reset while a request waits: ConnectionLostError with the cause': async ({ peer, connect }) => {
    const seen = new Recorder()
    const device = await peer('numbered', { faults: faults.reset({ match: 'Q1' }) })
    const sock = connect(device, seen.options)
    await failure(sock.query('Q1'), {
      code: 'SOCKIO_CONNECTION_LOST',
      phase: 'reading',
      sent: 'yes',
      partial: '',
      request: 'Q1\n',
      cause: 'ECONNRESET',
      says: ['was lost', 'ECONNRESET', 'nothing arrived'],
    })
    assert.equal(sock.state, 'idle')
    assert.deepEqual([seen.eofs, seen.lost.length], [0, 1])
  },

  'EOF while a read waits: the line cut short is no line': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    await sock.open()
    const expected = {
      code: 'SOCKIO_CONNECTION_EOF',
      phase: 'reading',
      sent: 'no',
      partial: 'half',
      request: '',
    } as const
    const read = failure(sock.readLine(), expected)
    await device.send(raw('half'))
    await until('it arrived', () => sock.inWaiting === 4)
    await device.disconnect('end')
    await read
    assert.equal(sock.state, 'idle')
  },

  'EOF in the middle of several lines gives all that had arrived': async ({ peer, connect }) => {
    const device = await peer('numbered', { faults: faults.dropAfter(5, { match: 'M9' }) })
    const call = connect(device).writeReadLines('M9\n', 9)
    await failure(call, { code: 'SOCKIO_CONNECTION_EOF', partial: '1\n2\n3', sent: 'yes' })
  },

  'EOF in the middle of a block gives what had arrived': async ({ peer, connect }) => {
    const bytes = Buffer.from('0123456789')
    const device = await peer(
      { replies: { 'CURV?': { kind: 'block', bytes, indefinite: false } } },
      { faults: faults.dropAfter(6) },
    )
    await failure(connect(device).writeReadBlock('CURV?\n'), { code: 'SOCKIO_CONNECTION_EOF', partial: '#21001' })
  },

  'the peer closes while nothing waits: events, and no call fails': async ({ peer, connect }) => {
    const seen = new Recorder()
    const device = await peer('numbered')
    const sock = connect(device, seen.options)
    assert.equal(await sock.query('Q1'), 'A1')
    await device.disconnect('end')
    await seen.state('idle')
    assert.deepEqual([seen.eofs, seen.lost.length], [1, 1])
    assert.equal(sock.atEof, true)
    assert.equal(sock.connected, false)
  },

  'whole replies that a closed connection left can still be read': async ({ peer, connect }) => {
    const seen = new Recorder()
    const device = await peer('numbered')
    const sock = connect(device, seen.options)
    await sock.open()
    await device.send(['one', 'two'])
    await device.disconnect('end')
    await seen.state('idle')
    assert.equal(sock.atEof, false)
    assert.equal(String(await sock.readLine()), 'one\n')
    assert.deepEqual((await sock.readLines(1)).map(String), ['two\n'])
    assert.equal(sock.atEof, true)
    assert.equal(sock.connectionCounter, 1)
  },

  'what a closed connection left of a line is a ConnectionEOFError for the read': async ({ peer, connect }) => {
    const seen = new Recorder()
    const device = await peer('numbered')
    const sock = connect(device, seen.options)
    await sock.open()
    await device.send(raw('one\nha'))
    await device.disconnect('end')
    await seen.state('idle')
    assert.equal(String(await sock.readLine()), 'one\n')
    await failure(sock.readLine(), { code: 'SOCKIO_CONNECTION_EOF', partial: 'ha', sent: 'no' })
    assert.equal(await sock.query('Q1'), 'A1')
  },

  'what a closed connection left is not taken for a reply on the next': async ({ peer, connect }) => {
    const seen = new Recorder()
    const device = await peer('numbered')
    const sock = connect(device, seen.options)
    await sock.open()
    await device.send('old')
    await device.disconnect('end')
    await seen.state('idle')
    assert.equal(await sock.query('Q1'), 'A1')
    assert.equal(seen.strayText, 'old\n')
  },

  'no end of line within bufferSize: LimitOverrunError, and the connection is closed': async ({ peer, connect }) => {
    const device = await peer({ replies: { LONG: raw('x'.repeat(5000)) } })
    const sock = connect(device, { bufferSize: 1000 })
    const error = await failure(sock.writeReadLine('LONG\n'), {
      code: 'SOCKIO_LIMIT_OVERRUN',
      phase: 'reading',
      sent: 'yes',
      request: 'LONG\n',
      says: ['1000 bytes', 'bufferSize', 'end of line'],
    })
    assert.match(Buffer.from(error.partial ?? []).toString(), /^x{1000,}$/)
    await device.disconnected()
    assert.equal(sock.state, 'idle')
  },

  'a line that fits bufferSize exactly is read': async ({ peer, connect }) => {
    const sock = connect(await peer({ replies: { FITS: 'x'.repeat(999) } }), { bufferSize: 1000 })
    assert.equal((await sock.query('FITS')).length, 999)
  },

  'a definite block or an exact read may be longer than bufferSize': async ({ peer, connect }) => {
    const bytes = Buffer.alloc(50_000, 'x')
    const sock = connect(await peer({ replies: { B: { kind: 'block', bytes, indefinite: false }, R: raw(bytes) } }), {
      bufferSize: 1000,
    })
    assert.equal((await sock.writeReadBlock('B\n')).length, 50_000)
    await sock.write('R\n')
    assert.equal((await sock.readExactly(50_000)).length, 50_000)
  },

  'a malformed block header: FramingError with the bytes, and the connection is closed': async ({ peer, connect }) => {
    for (const text of ['oops', '#x12', '#2a1']) {
      const device = await peer({ replies: { 'CURV?': text } })
      const sock = connect(device)
      const error = await failure(sock.writeReadBlock('CURV?\n'), {
        code: 'SOCKIO_FRAMING',
        phase: 'reading',
        sent: 'yes',
        request: 'CURV?\n',
        says: ['malformed', text],
      })
      assert(
        Buffer.from(error.partial ?? [])
          .toString()
          .startsWith(text),
      )
      await device.disconnected()
      assert.equal(sock.state, 'idle')
    }
  },

  'the buffer is full and nobody reads: back-pressure, and nothing is lost': async ({ peer, connect }) => {
    const count = 40_000
    const device = await peer({ name: 'lines', count, size: 500, period: 0 })
    const sock = connect(device, { bufferSize: 100_000 })
    await sock.write('START\n')
    let before = -1
    await until('the peer stalls', async () => {
      const produced = await device.produced()
      await device.clients()
      const stalls = produced === before && sock.inWaiting >= 100_000
      before = produced
      await new Promise((resolve) => setTimeout(resolve, 50))
      return stalls
    })
    assert(before < count, 'the peer was never held up')
    assert(sock.inWaiting < 1_000_000, `${sock.inWaiting} bytes are in the buffer`)
    for (let index = 0; index < count; index++) {
      const line = String(await sock.readLine())
      if (line !== `${index}`.padEnd(500, '.').concat('\n')) assert.fail(`line ${index}: ${line}`)
    }
    assert.equal(sock.connectionCounter, 1)
  },

  'maxQueue calls wait already: QueueFullError at once, and the others go on': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device, { maxQueue: 3 })
    const first = sock.query('HOLD x')
    await device.received('HOLD x')
    const waiting = ['Q1', 'Q2', 'Q3'].map((text) => sock.query(text))
    await failure(sock.query('Q4'), {
      code: 'SOCKIO_QUEUE_FULL',
      phase: 'queued',
      sent: 'no',
      request: 'Q4\n',
      says: ['3', 'maxQueue'],
    })
    await device.release()
    assert.equal(await first, 'x')
    assert.deepEqual(await Promise.all(waiting), ['A1', 'A2', 'A3'])
    assert.equal(await sock.query('Q5'), 'A5')
    assert.deepEqual(await device.requests(), ['HOLD x', 'Q1', 'Q2', 'Q3', 'Q5'])
  },
})
