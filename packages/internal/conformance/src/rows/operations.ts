/** Section 2.5: each operation. */
import assert from 'node:assert/strict'
import { faults, raw, sequence } from '@sockio/sim'
import { failure } from '../failure.ts'
import { Recorder } from '../recorder.ts'
import { table } from '../row.ts'
import { say } from '../say.ts'
import { unixCarrier } from '../unix.ts'
import { until } from '../until.ts'

export const operationRows = table('2.5 operations', {
  'text in pieces: a character that is cut by packets is put together': async ({ peer, connect }) => {
    const text = 'a\u00e9\u20ac\u{1f600}z'
    for (const encoding of ['utf8', 'utf16le'] as const) {
      const bytes = Buffer.from(text, encoding)
      const device = await peer({ replies: { Q: raw(bytes) } }, { faults: faults.split(1) })
      const sock = connect(device)
      let read = String(await sock.writeRead(Buffer.from('Q\n'), undefined, { encoding }))
      while (read.length < text.length) read += String(await sock.read(3, { encoding }))
      assert.equal(read, text)
      const stream = sock.blocks(1, { encoding })
      const first = stream.next()
      await sock.write('Q\n')
      let blocks = String((await first).value)
      while (blocks.length < text.length) blocks += String((await stream.next()).value)
      assert.equal(blocks, text)
      await stream.return()
    }
  },

  'text of an exact number of bytes: a character that is cut is a FramingError': async ({ peer, connect }) => {
    const sock = connect(await peer({ replies: { Q: raw(Buffer.from('a\u20ac\n')) } }))
    await sock.write('Q\n')
    await failure(sock.readExactly(3, { encoding: 'utf8' }), { code: 'SOCKIO_FRAMING', says: ['within a character'] })
    await sock.write('Q\n')
    assert.equal(await sock.readExactly(4, { encoding: 'utf8' }), 'a\u20ac')
  },

  'read(): all that is buffered': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    await say(device, sock, 'abc\ndef')
    assert.equal(String(await sock.read()), 'abc\ndef')
    assert.equal(sock.inWaiting, 0)
  },

  'read(n): at most n, at least one': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    await say(device, sock, 'abcdef')
    assert.equal(String(await sock.read(4)), 'abcd')
    assert.equal(String(await sock.read(4)), 'ef')
    const waiting = sock.read(4)
    await device.send(raw('g'))
    assert.equal(String(await waiting), 'g')
  },

  'readLine(): with its end of line, also an empty one': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    await say(device, sock, 'one\n\ntwo\n')
    assert.equal(String(await sock.readLine()), 'one\n')
    assert.equal(String(await sock.readLine()), '\n')
    assert.equal(await sock.readLine({ encoding: 'utf8' }), 'two')
  },

  'readLines(n): n lines': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    await say(device, sock, '1\n2\n3\n4\n')
    assert.deepEqual((await sock.readLines(3)).map(String), ['1\n', '2\n', '3\n'])
    assert.deepEqual(await sock.readLines(1, { encoding: 'utf8' }), ['4'])
  },

  'readExactly(n): n bytes, whatever they are': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    await say(device, sock, 'a\nb\ncd')
    assert.equal(String(await sock.readExactly(5)), 'a\nb\nc')
    const waiting = sock.readExactly(3)
    await device.send(raw('ef'))
    assert.equal(String(await waiting), 'def')
  },

  'readUntil(separator): up to it, and with it': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    await say(device, sock, 'a\nb;;c;;d')
    assert.equal(String(await sock.readUntil(';;')), 'a\nb;;')
    assert.equal(String(await sock.readUntil(Uint8Array.of(0x3b, 0x3b))), 'c;;')
    assert.equal(sock.inWaiting, 1)
  },

  'readBuffer(): all that is there, at once, perhaps nothing': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    assert.equal(String(await sock.readBuffer()), '')
    await say(device, sock, 'abc\nde')
    assert.equal(String(await sock.readBuffer()), 'abc\nde')
    assert.equal(String(await sock.readBuffer()), '')
    assert.equal(await sock.query('Q1'), 'A1')
  },

  'resetInputBuffer(): forgets all that is there': async ({ peer, connect }) => {
    const seen = new Recorder()
    const device = await peer('numbered')
    const sock = connect(device, seen.options)
    await say(device, sock, 'abc\nde')
    await sock.resetInputBuffer()
    assert.equal(sock.inWaiting, 0)
    assert.equal(await sock.query('Q1'), 'A1')
    assert.deepEqual(seen.strays, [])
  },

  'write(): text or bytes, as they are': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    await sock.write('W1')
    await sock.write(Buffer.from('2\nW3\n'))
    await sock.write(new Uint8Array([87, 52, 10]))
    await sock.write('')
    await device.received('W4')
    assert.deepEqual(await device.requests(), ['W12', 'W3', 'W4'])
  },

  'write(): a view of a larger buffer writes its own bytes only': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    await sock.write(new Uint8Array(Buffer.from('xxW1\nxx').buffer.slice(0)).subarray(0, 0))
    await sock.write(Buffer.from('xxW1\nyy').subarray(2, 5))
    assert.equal(await sock.query('Q1'), 'A1')
    assert.deepEqual(await device.requests(), ['W1', 'Q1'])
  },

  'write(): many at once arrive in order': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    const lines = Array.from({ length: 2000 }, (_, n) => `W${n}`)
    await Promise.all(lines.map((line) => sock.write(`${line}\n`)))
    await device.received(2000)
    assert.deepEqual(await device.requests(), lines)
  },

  'write(): waits while the peer does not read': async ({ peer, connect }) => {
    const device = await peer('numbered', { faults: faults.stall() })
    const sock = connect(device)
    await sock.open()
    let done = false
    const line = `W${'x'.repeat(1_000_000)}\n`
    const writing = sock.write(line.repeat(30)).then(() => {
      done = true
    })
    for (let n = 0; n < 10; n++) await device.clients()
    assert.equal(done, false)
    await device.clear()
    await writing
    await device.received(30)
  },

  'writeLines(): in one piece, with nothing added': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    await sock.writeLines(['W1\n', Buffer.from('W'), '2\n'])
    await sock.writeLines([])
    await device.received('W2')
    assert.deepEqual(await device.requests(), ['W1', 'W2'])
  },

  'writeRead(): writes, and reads what comes': async ({ peer, connect }) => {
    const sock = connect(await peer('numbered'))
    assert.equal(String(await sock.writeRead('Q123\n')), 'A123\n')
    assert.equal(String(await sock.writeRead('Q456\n', 2)), 'A4')
    assert.equal(await sock.writeRead('Q789\n', 4, { encoding: 'utf8' }), 'A789')
  },

  'writeReadLine(): one line for one request': async ({ peer, connect }) => {
    const sock = connect(await peer('numbered'))
    assert.equal(String(await sock.writeReadLine('Q1\n')), 'A1\n')
    assert.equal(String(await sock.writeReadLine(Buffer.from('Q2\n'))), 'A2\n')
  },

  'writeReadLines(): n lines for one request': async ({ peer, connect }) => {
    const sock = connect(await peer('numbered', { faults: faults.split(1) }))
    assert.deepEqual((await sock.writeReadLines('M5\n', 5)).map(String), ['1\n', '2\n', '3\n', '4\n', '5\n'])
    assert.deepEqual(await sock.writeReadLines('W1\n', 0), [])
  },

  'writeLinesReadLines(): several requests in one piece, a line for each': async ({ peer, connect }) => {
    const sock = connect(await peer('numbered'))
    const replies = await sock.writeLinesReadLines(['Q1\n', Buffer.from('Q2\n'), 'Q3\n'])
    assert.deepEqual(replies.map(String), ['A1\n', 'A2\n', 'A3\n'])
    assert.deepEqual((await sock.writeLinesReadLines(['W1\n', 'Q4\n'], 1)).map(String), ['A4\n'])
    assert.deepEqual((await sock.writeLinesReadLines(['M2\n', 'Q5\n'], 3)).map(String), ['1\n', '2\n', 'A5\n'])
  },

  'query(): appends the end of line when it is missing': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    assert.equal(await sock.query('Q1'), 'A1')
    assert.equal(await sock.query('Q2\n'), 'A2')
    assert.deepEqual(await device.requests(), ['Q1', 'Q2'])
  },

  'query(): an empty reply is an empty text': async ({ peer, connect }) => {
    assert.equal(await connect(await peer({ replies: { 'Q?': '' } })).query('Q?'), '')
  },

  'command(): appends the end of line when it is missing, and waits for no reply': async ({ peer, connect }) => {
    const device = await peer('numbered', { eol: ';', replyEol: '\n' })
    const sock = connect(device, { writeEol: ';' })
    await sock.command('W1')
    await sock.command('W2;')
    assert.equal(await sock.query('Q3'), 'A3')
    await sock.transaction(async (session) => {
      await session.command('W4')
      assert.equal(await session.query('Q5'), 'A5')
    })
    assert.deepEqual(await device.requests(), ['W1', 'W2', 'Q3', 'W4', 'Q5'])
  },

  'command(): goes out in the middle of a stream': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    const stream = sock.lines({ encoding: 'utf8' })
    await say(device, sock, 'a\n')
    await sock.command('W1')
    assert.deepEqual(await stream.next(), { value: 'a', done: false })
    await device.received(1)
    assert.deepEqual(await device.requests(), ['W1'])
  },

  'replies in pieces, with waits between': async ({ peer, connect }) => {
    const replies = {
      'Q?': sequence(raw('ab'), { kind: 'delay', ms: 20, reply: raw('cd') }, { kind: 'delay', ms: 20, reply: 'ef' }),
    }
    assert.equal(await connect(await peer({ replies })).query('Q?'), 'abcdef')
  },

  'what a caller gets is its own: later input does not change it': async ({ peer, connect }) => {
    const sock = connect(await peer('numbered'))
    const replies: string[] = []
    const buffers: Buffer[] = []
    for (let n = 0; n < 200; n++) {
      const reply = (await sock.writeReadLine(`Q${n}\n`)) as Buffer
      buffers.push(reply)
      replies.push(String(reply))
    }
    assert.deepEqual(buffers.map(String), replies)
    buffers[0]?.fill(0)
    assert.equal(String(buffers[1]), 'A1\n')
  },

  'what was given to write may be changed after the call is done': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    const bytes = Buffer.from('W1\n')
    await sock.write(bytes)
    bytes[1] = 0x32
    await sock.write(bytes)
    await device.received(2)
    assert.deepEqual(await device.requests(), ['W1', 'W2'])
  },

  'socketForUrl: tcp and VISA names': async ({ peer, connectUrl }) => {
    const device = await peer('numbered')
    for (const url of [`tcp://127.0.0.1:${device.port}`, `TCPIP0::127.0.0.1::${device.port}::SOCKET`]) {
      assert.equal(await connectUrl(url, { timeout: 60_000 }).query('Q1'), 'A1')
    }
  },

  'socketForUrl: host:port': async ({ peer, connectUrl }) => {
    const device = await peer('numbered')
    assert.equal(await connectUrl(`127.0.0.1:${device.port}`).query('Q1'), 'A1')
  },

  'socketForUrl: a bare host has port 5025': async ({ connectUrl }) => {
    // An address of this machine where nothing listens; elsewhere than on Linux, one that it does not have.
    for (const url of ['127.94.3.7', 'tcp://127.94.3.7']) {
      const { address } = await failure(connectUrl(url, { connectionTimeout: 60_000 }).open(), {
        code: 'SOCKIO_CONNECT',
      })
      assert.deepEqual(address, { host: '127.94.3.7', port: 5025, tls: false })
    }
  },

  'socketForUrl: a tls URL asks for TLS': async ({ peer, connectUrl }) => {
    const device = await peer('silent')
    const sock = connectUrl(`tls://127.0.0.1:${device.port}`, { timeout: 50 })
    await failure(sock.open(), { code: 'SOCKIO_TIMEOUT', phase: 'connecting', says: ['tls://'] })
  },

  'socketForUrl: a Unix socket': async ({ peer, connectUrl }) => {
    const { place } = unixCarrier()
    const device = await peer('numbered', place())
    const sock = connectUrl(device.host)
    assert.equal(await sock.query('Q1'), 'A1')
    await device.disconnect('end')
    await until('the end is seen', () => !sock.connected)
    assert.equal(await sock.query('Q2'), 'A2')
  },

  'socketForUrl: a Unix socket where nothing listens': async ({ connectUrl }) => {
    const url = `unix://${unixCarrier().place().path}`
    const { address } = await failure(connectUrl(url).query('Q1'), {
      code: 'SOCKIO_CONNECT',
      cause: 'ENOENT',
      says: [url, 'does the program run that listens on it?'],
    })
    assert.equal(address.url, url)
  },

  'IPv6 addresses, with and without brackets': async ({ peer, connect, connectUrl, note }) => {
    const device = await peer('numbered', { host: '::1' }).catch(() => undefined)
    if (device === undefined) return note('no IPv6 on this machine')
    assert.equal(await connect(device).query('Q1'), 'A1')
    assert.equal(await connect({ host: '[::1]', port: device.port }).query('Q2'), 'A2')
    assert.equal(await connectUrl(`tcp://[::1]:${device.port}`).query('Q3'), 'A3')
  },
})
