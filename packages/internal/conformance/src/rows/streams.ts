/** Section 2.5: streams of lines and of blocks. */
import assert from 'node:assert/strict'
import { faults, raw } from '@sockio/sim'
import { failure } from '../failure.ts'
import { all, indices, take } from '../pull.ts'
import { table } from '../row.ts'
import { say } from '../say.ts'

export const streamRows = table('2.5 streams', {
  'lines(): every line, until the peer closes': async ({ peer, connect }) => {
    const device = await peer({ name: 'lines', count: 500, period: 0, hangUp: true }, { faults: faults.split(3) })
    const sock = connect(device)
    await sock.write('START\n')
    assert.deepEqual(
      await all(sock.lines()),
      indices(500).map((line) => `${line}\n`),
    )
    assert.equal(sock.state, 'idle')
  },

  'lines({ encoding }): text without its end of line': async ({ peer, connect }) => {
    const device = await peer({ name: 'lines', count: 10, hangUp: true })
    const sock = connect(device)
    await sock.write('START\n')
    assert.deepEqual(await all(sock.lines({ encoding: 'utf8' })), indices(10))
  },

  'lines({ eol }): another end of line': async ({ peer, connect }) => {
    const device = await peer('numbered', { faults: faults.banner('a;b;c;') })
    const stream = connect(device).lines({ eol: ';', encoding: 'utf8' })
    assert.deepEqual(await take(stream, 3), ['a', 'b', 'c'])
    await stream.return()
  },

  'leaving the stream leaves what was not used in the buffer': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    await sock.open()
    const stream = sock.lines({ encoding: 'utf8' })
    const first = stream.next()
    await device.send(['1', '2', '3', '4'])
    assert.equal((await first).value, '1')
    assert.deepEqual(await take(stream, 1), ['2'])
    await stream.return()
    assert.deepEqual(await stream.next(), { value: undefined, done: true })
    assert.deepEqual(await sock.readLines(2, { encoding: 'utf8' }), ['3', '4'])
  },

  'one stream after another goes on where the first stopped': async ({ peer, connect }) => {
    const device = await peer({ name: 'lines', count: 30 })
    const sock = connect(device)
    await sock.write('START\n')
    for (let from = 0; from < 30; from += 10) {
      const stream = sock.lines({ encoding: 'utf8' })
      assert.deepEqual(await take(stream, 10), indices(10, from))
      await stream.return()
    }
  },

  'a stream that is never pulled connects nothing': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    const stream = sock.lines()
    assert.equal(await sock.query('Q1'), 'A1')
    await stream.return()
    assert.equal(await device.connections(), 1)
  },

  'several pulls at once are answered in order': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    const stream = sock.lines({ encoding: 'utf8' })
    const pulls = [stream.next(), stream.next(), stream.next()]
    await device.connected()
    await device.send(['1', '2', '3'])
    assert.deepEqual(
      (await Promise.all(pulls)).map(({ value }) => value),
      ['1', '2', '3'],
    )
    await stream.return()
  },

  'return() ends a pull that waits': async ({ peer, connect }) => {
    const sock = connect(await peer('numbered'))
    await sock.open()
    const stream = sock.lines()
    const pull = stream.next()
    await stream.return()
    assert.deepEqual(await pull, { value: undefined, done: true })
    assert.equal(await sock.query('Q1'), 'A1')
  },

  'lines({ timeout }): the longest wait for one line': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    await say(device, sock, '0\n1\n2\n') // in time, however slow the machine is
    const stream = sock.lines({ timeout: 100, encoding: 'utf8' })
    assert.deepEqual(await take(stream, 3), indices(3))
    await failure(stream.next(), { code: 'SOCKIO_TIMEOUT', says: ['100 ms'] })
    assert.equal(sock.connectionCounter, 1)
    assert.equal(await sock.query('Q1'), 'A1')
  },

  'the timeout of the connection does not apply to streams': async ({ peer, connect }) => {
    const sock = connect(await peer('numbered'), { timeout: 50 })
    await sock.write('S300 late\n', { timeout: 60_000 })
    const stream = sock.lines({ encoding: 'utf8' })
    assert.deepEqual(await take(stream, 1), ['late'])
    await stream.return()
  },

  'a stream ends with an AbortError when its signal is aborted': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    await sock.open()
    const control = new AbortController()
    const reason = new Error('enough')
    const stream = sock.lines({ signal: control.signal, encoding: 'utf8' })
    const pull = stream.next()
    await device.send('1')
    assert.equal((await pull).value, '1')
    const waiting = failure(stream.next(), { code: 'SOCKIO_ABORTED', cause: reason })
    control.abort(reason)
    await waiting
    assert.equal(await sock.query('Q1'), 'A1')
    assert.equal(sock.connectionCounter, 1)
  },

  'blocks(size): pieces of so many bytes': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    await sock.open()
    const stream = sock.blocks(4)
    const first = stream.next()
    await device.send(raw('0123456\n89'))
    assert.equal(String((await first).value), '0123')
    assert.deepEqual(await take(stream, 1), ['456\n'])
    await device.disconnect('end')
    await failure(stream.next(), { code: 'SOCKIO_CONNECTION_EOF', partial: '89' })
  },

  'blocks(separator): pieces that end with it': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    await sock.open()
    const stream = sock.blocks(Uint8Array.of(0x3b, 0x3b), { encoding: 'latin1' })
    const first = stream.next()
    await device.send(raw('a;b;;c\n;;'))
    assert.deepEqual([(await first).value, ...(await take(stream, 1))], ['a;b;;', 'c\n;;'])
    await device.disconnect('end')
    assert.equal((await stream.next()).done, true)
  },

  'a line longer than bufferSize ends a stream with LimitOverrunError': async ({ peer, connect }) => {
    const device = await peer({ replies: { GO: raw('x'.repeat(5000)) } })
    const sock = connect(device, { bufferSize: 1000 })
    await sock.write('GO\n')
    await failure(sock.lines().next(), { code: 'SOCKIO_LIMIT_OVERRUN' })
    await device.disconnected()
  },

  'a stream can be many lines long': async ({ peer, connect }) => {
    const device = await peer({ name: 'lines', count: 100_000, period: 0, hangUp: true })
    const sock = connect(device)
    await sock.write('START\n')
    let next = 0
    for await (const line of sock.lines({ encoding: 'latin1' })) {
      if (line !== `${next}`) assert.fail(`line ${next}: ${line}`)
      next++
    }
    assert.equal(next, 100_000)
  },
})
