/** Section 2.5: streams of lines and of blocks. */
import assert from 'node:assert/strict'
import { faults, raw } from '@sockio/sim'
import { failure } from '../failure.ts'
import { Recorder } from '../recorder.ts'
import { table } from '../row.ts'
import type { Reply, SubjectStream } from '../subject.ts'
import { until } from '../until.ts'

/** The next `n` items, as text. */
async function take(stream: SubjectStream, n: number): Promise<string[]> {
  const items: string[] = []
  for (let i = 0; i < n; i++) {
    const { value, done } = await stream.next()
    if (done === true) break
    items.push(String(value satisfies Reply))
  }
  return items
}

async function all(stream: SubjectStream): Promise<string[]> {
  const items: string[] = []
  for await (const item of stream) items.push(String(item))
  return items
}

const indices = (n: number, from = 0) => Array.from({ length: n }, (_, index) => `${index + from}`)

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

  'bytes left over at EOF are a ConnectionEOFError with partial': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    await sock.open()
    await device.send(raw('one\ntw'))
    const stream = sock.lines()
    assert.deepEqual(await take(stream, 1), ['one\n'])
    await until('the rest arrived', () => sock.inWaiting === 2)
    await device.disconnect('end')
    await failure(stream.next(), { code: 'SOCKIO_CONNECTION_EOF', partial: 'tw' })
    assert.deepEqual(await stream.next(), { value: undefined, done: true })
  },

  'a reset is a ConnectionLostError, after the lines that had arrived': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    await sock.open()
    const stream = sock.lines({ encoding: 'utf8' })
    const first = stream.next()
    await device.send(['1', '2', '3'])
    assert.equal((await first).value, '1')
    await device.disconnect('reset')
    await until('the connection is lost', () => !sock.connected)
    assert.deepEqual(await take(stream, 2), ['2', '3'])
    await failure(stream.next(), { code: 'SOCKIO_CONNECTION_LOST', cause: 'ECONNRESET' })
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

  'a slow consumer holds the peer up, and nothing is lost': async ({ peer, connect }) => {
    const count = 30_000
    const device = await peer({ name: 'lines', count, size: 500, period: 0, hangUp: true })
    const sock = connect(device, { bufferSize: 50_000 })
    await sock.write('START\n')
    const stream = sock.lines({ encoding: 'utf8' })
    assert.equal((await take(stream, 1))[0]?.replace(/\.*$/, ''), '0')
    let before = -1
    await until('the peer stalls', async () => {
      const produced = await device.produced()
      const stalls = produced === before
      before = produced
      await new Promise((resolve) => setTimeout(resolve, 50))
      return stalls
    })
    assert(before < count)
    const rest = await all(stream)
    assert.equal(rest.length, count - 1)
    assert(rest.every((line, index) => line.startsWith(`${index + 1}.`)))
  },

  'overflow dropOldest: the newest lines are kept, and the lost are counted': async ({ peer, connect }) => {
    const device = await peer({ name: 'lines', count: 1000, size: 10, period: 0 })
    const sock = connect(device, { bufferSize: 1000 })
    await sock.open()
    const stream = sock.lines({ overflow: 'dropOldest', encoding: 'utf8' })
    const first = stream.next()
    await sock.write('START\n')
    await first
    await until('the peer is done, and lines were dropped', async () => {
      return (await device.produced()) === 1000 && stream.dropped >= 800
    })
    await sock.write('S0 end\n')
    const rest: string[] = []
    for (let line = ''; line !== 'end'; rest.push(line)) line = (await take(stream, 1))[0] ?? 'end'
    assert.equal(rest.length - 1 + 1 + stream.dropped, 1000)
    assert.equal(rest.at(-2)?.replace(/\.*$/, ''), '999')
    await stream.return()
  },

  'overflow latest: only the newest line is kept': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    await sock.open()
    const stream = sock.lines({ overflow: 'latest', encoding: 'utf8' })
    const first = stream.next()
    await device.send('0')
    assert.equal((await first).value, '0')
    await device.send(indices(100, 1))
    await until('all arrived', () => stream.dropped === 99)
    assert.deepEqual(await take(stream, 1), ['100'])
    await stream.return()
  },

  'overflow error: OverflowError when the buffer is full': async ({ peer, connect }) => {
    const device = await peer({ name: 'lines', size: 100, period: 0 })
    const sock = connect(device, { bufferSize: 10_000 })
    await sock.write('START\n')
    const stream = sock.lines({ overflow: 'error', encoding: 'utf8' })
    await stream.next()
    await until('too much has come', async () => (await device.produced()) > 1000)
    const drained = (async () => {
      for (;;) if ((await stream.next()).done === true) return
    })()
    await failure(drained, { code: 'SOCKIO_OVERFLOW', says: ['10000 bytes', 'bufferSize'] })
  },

  'lines({ timeout }): the longest wait for one line': async ({ peer, connect }) => {
    const device = await peer({ name: 'lines', count: 5, period: 20 })
    const sock = connect(device, { timeout: 60 }) // the connection's own is for calls
    await sock.write('START\n')
    const stream = sock.lines({ timeout: 300, encoding: 'utf8' })
    assert.deepEqual(await take(stream, 5), indices(5))
    await failure(stream.next(), { code: 'SOCKIO_TIMEOUT', says: ['300 ms'] })
    assert.equal(sock.connectionCounter, 1)
    assert.equal(await sock.query('Q1'), 'A1')
  },

  'the timeout of the connection does not apply to streams': async ({ peer, connect }) => {
    const sock = connect(await peer('numbered'), { timeout: 50 })
    await sock.write('S300 late\n')
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

  'a stream does not restart unasked': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    await sock.open()
    const stream = sock.lines()
    const pull = stream.next()
    await device.disconnect('end')
    assert.equal((await pull).done, true)
    assert.equal(sock.state, 'idle')
    assert.equal(await device.connections(), 1)
  },

  'lines({ reconnect }): goes on across losses, with the hook': async ({ peer, connect }) => {
    const device = await peer({ name: 'lines', count: 10, hangUp: true })
    const sock = connect(device, { onConnectionMade: (session) => session.write('START\n') })
    const stream = sock.lines({ reconnect: true, encoding: 'utf8' })
    assert.deepEqual(await take(stream, 35), [...indices(10), ...indices(10), ...indices(10), ...indices(5)])
    assert(sock.connectionCounter >= 4)
    await stream.return()
  },

  'lines({ reconnect }): a line cut by the loss is set aside': async ({ peer, connect }) => {
    const seen = new Recorder()
    const device = await peer('numbered')
    const sock = connect(device, seen.options)
    const stream = sock.lines({ reconnect: true, encoding: 'utf8' })
    const first = stream.next()
    await device.connected()
    await device.send(raw('one\ntw'))
    assert.equal((await first).value, 'one')
    await until('the rest arrived', () => sock.inWaiting === 2)
    const second = stream.next()
    await device.disconnect('reset')
    await seen.state('ready', 2)
    await device.connected()
    await device.send('three')
    assert.equal((await second).value, 'three')
    assert.equal(seen.strayText, 'tw')
    await stream.return()
  },

  'lines({ reconnect }): without retries in the policy, without end': async ({ peer, connect }) => {
    const seen = new Recorder()
    const device = await peer('numbered')
    const sock = connect(device, seen.options)
    const stream = sock.lines({ reconnect: true, encoding: 'utf8' })
    const pull = stream.next()
    await seen.state('ready')
    await device.connected()
    await device.inject(faults.refuse())
    await device.disconnect('reset')
    await until('it was tried several times', () => seen.retries.length >= 3)
    await device.clear()
    await seen.state('ready', 2)
    await device.send('back')
    assert.equal((await pull).value, 'back')
    await stream.return()
  },

  'lines({ reconnect }): with retries in the policy, until they are spent': async ({ peer, connect }) => {
    const device = await peer('numbered', { faults: faults.refuse() })
    const sock = connect(device, { reconnect: { retries: 2, minDelay: 1 } })
    await failure(sock.lines({ reconnect: true }).next(), { code: 'SOCKIO_CONNECT', says: ['3 attempts'] })
  },

  'lines({ reconnect }): leaving it leaves the connection alone': async ({ peer, connect }) => {
    const seen = new Recorder()
    const device = await peer('numbered')
    const sock = connect(device, seen.options)
    const stream = sock.lines({ reconnect: true })
    const pull = stream.next()
    await seen.state('ready')
    await stream.return()
    await pull
    assert.equal(await sock.query('Q1'), 'A1')
    await device.disconnect('end')
    await seen.state('idle')
    assert.equal(await device.connections(), 1)
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
    const device = await peer({ name: 'lines', count: 200_000, period: 0, hangUp: true })
    const sock = connect(device)
    await sock.write('START\n')
    let next = 0
    for await (const line of sock.lines({ encoding: 'latin1' })) {
      if (line !== `${next}`) assert.fail(`line ${next}: ${line}`)
      next++
    }
    assert.equal(next, 200_000)
  },
})
