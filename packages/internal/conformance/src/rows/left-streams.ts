/** Sections 2.3 and 2.5: a stream that is left in the middle, and the instrument still sends. */
import assert from 'node:assert/strict'
import { setTimeout } from 'node:timers/promises'
import { failure, refusal } from '../failure.ts'
import { all, take } from '../pull.ts'
import { Recorder } from '../recorder.ts'
import { table } from '../row.ts'
import { until } from '../until.ts'
import { WireTap } from '../wire-tap.ts'

/** The silence that is waited for, in ms. */
const SILENCE = 300
/** Longer than the row may take: who waits for that waits in vain. */
const FOR_EVER = 600_000

/**
 * Nothing had passed for that long when Q1 was sent. True when the peer had said all that was under way by then: one that a
 * busy machine has pause for longer is taken for silent, and what comes then for the reply.
 */
async function silentBefore({ times }: WireTap): Promise<boolean> {
  const index = () => times.findIndex(({ direction, text }) => direction === 'sent' && text.includes('Q1\n'))
  await until('it is told that Q1 was sent', () => index() > 0)
  const asked = index()
  const gap = (times[asked]?.time ?? 0) - (times[asked - 1]?.time ?? 0)
  assert(gap >= SILENCE - 1, `asked after ${gap} ms`)
  const before = times.slice(0, asked).map(({ text }) => text)
  return before.join('').includes('late 49\n')
}

export const leftStreamRows = table('2.3 streams that are left', {
  'lines that are under way are not the reply to the next request': async ({ peer, connect }) => {
    const seen = new Recorder()
    const tap = new WireTap()
    const device = await peer({ name: 'trailing', more: 50 })
    const sock = connect(device, { quiet: SILENCE, ...seen.options, onWire: tap.onWire })
    await sock.write('START\n')
    const stream = sock.lines()
    await take(stream, 5)
    await stream.return()
    await sock.write('STOP\n')
    const replies = [await sock.query('Q1'), await sock.query('Q2')]
    if (!(await silentBefore(tap))) return
    assert.deepEqual(replies, ['A1', 'A2'])
    assert(seen.strayText.endsWith('late 49\n'), seen.strayText)
    assert.equal(sock.connectionCounter, 1)
  },

  'the same in a transaction': async ({ peer, connect }) => {
    const tap = new WireTap()
    const sock = connect(await peer({ name: 'trailing' }), { quiet: SILENCE, onWire: tap.onWire })
    await sock.write('START\n')
    const stream = sock.lines()
    await take(stream, 5)
    await stream.return()
    const reply = await sock.transaction(async (session) => {
      await session.write('STOP\n')
      return session.query('Q1')
    })
    if (await silentBefore(tap)) assert.equal(reply, 'A1')
  },

  'the same with requests in a pipeline': async ({ peer, connect }) => {
    const tap = new WireTap()
    const sock = connect(await peer({ name: 'trailing' }), { quiet: SILENCE, pipeline: 4, onWire: tap.onWire })
    await sock.write('START\n')
    const stream = sock.lines()
    await take(stream, 5)
    await stream.return()
    await sock.write('STOP\n')
    const replies = await Promise.all([1, 2, 3, 4, 5].map((n) => sock.query(`Q${n}`)))
    if (await silentBefore(tap)) assert.deepEqual(replies, ['A1', 'A2', 'A3', 'A4', 'A5'])
  },

  'start and stop are sent by the stream, each with its end of line': async ({ peer, connect }) => {
    const tap = new WireTap()
    const device = await peer({ name: 'trailing' })
    const sock = connect(device, { quiet: SILENCE, onWire: tap.onWire })
    const stream = sock.lines({ start: 'START', stop: Buffer.from('STOP\n'), encoding: 'utf8' })
    assert.deepEqual(await take(stream, 3), ['0', '1', '2'])
    await stream.return()
    const reply = await sock.query('Q1')
    if (await silentBefore(tap)) assert.equal(reply, 'A1')
    assert.deepEqual(await device.requests(), ['START', 'STOP', 'Q1'])
  },

  'with a stop, readers see nothing of it either': async ({ peer, connect }) => {
    const device = await peer({ name: 'trailing' })
    const tap = new WireTap()
    const sock = connect(device, { quiet: SILENCE, onWire: tap.onWire })
    const stream = sock.lines({ start: 'START', stop: 'STOP' })
    await take(stream, 3)
    await stream.return()
    const read = sock.readLine({ encoding: 'utf8' })
    let line: unknown
    while (line === undefined) {
      await device.send('new') // nobody's until the drain is over; then the reader's
      line = await Promise.race([read, setTimeout(2 * SILENCE)])
    }
    // One that the peer was late with is new too.
    const silent = ({ time }: { time: number }, index: number) =>
      time - (tap.times[index - 1]?.time ?? time) >= SILENCE - 1
    const late = tap.times.some((event, index) => event.text.includes('late') && silent(event, index))
    if (!late) assert.equal(line, 'new')
  },

  'the reply to a stop, told by match, ends it: a hundred times': async ({ peer, connect }) => {
    const device = await peer({ name: 'trailing', prefix: 'T' })
    const sock = connect(device, { quiet: FOR_EVER })
    for (let i = 0; i < 100; i++) {
      const stream = sock.lines({ start: 'START', stop: 'STOP?', match: 'T', encoding: 'utf8' })
      assert.deepEqual(await take(stream, 5), ['T0', 'T1', 'T2', 'T3', 'T4'])
      await stream.return()
      assert.equal(await sock.query(`Q${i}`), `A${i}`)
    }
  },

  'the reply to a request beside it is told from its lines, also when it is left before': async ({ peer, connect }) => {
    const device = await peer({ name: 'trailing', prefix: 'T' })
    const sock = connect(device)
    await sock.write('START\n')
    const stream = sock.lines({ match: 'T' })
    await take(stream, 2)
    const asked = sock.query('HOLD late')
    await device.received('HOLD late')
    await stream.return()
    await device.release()
    assert.equal(await asked, 'late')
  },

  'another stream with match begins when that is ended, and all its lines are its own': async ({ peer, connect }) => {
    const device = await peer({ name: 'trailing', prefix: 'T' })
    const sock = connect(device, { quiet: FOR_EVER })
    for (let i = 0; i < 20; i++) {
      const stream = sock.lines({ start: 'START', stop: 'STOP?', match: 'T', encoding: 'utf8' })
      const lines = take(stream, 3)
      assert.equal(await sock.query(`Q${i}`), `A${i}`) // it waits behind the start
      assert.deepEqual(await lines, ['T0', 'T1', 'T2'])
      await stream.return()
    }
  },

  'without a stop, readers see what comes': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device, { quiet: FOR_EVER })
    await sock.open()
    const stream = sock.lines({ encoding: 'utf8' })
    const first = stream.next()
    await device.send(['1', '2'])
    assert.equal((await first).value, '1')
    await stream.return()
    await device.send('3')
    assert.deepEqual(await sock.readLines(2, { encoding: 'utf8' }), ['2', '3'])
    const next = sock.lines({ encoding: 'utf8' })
    await device.send('4')
    assert.deepEqual(await take(next, 1), ['4'])
    await next.return()
  },

  "quiet: 'reconnect' gives the connection of a stream up that is left, whatever it still sends": async ({
    peer,
    connect,
  }) => {
    const device = await peer({ name: 'trailing' })
    for (const [options, own] of [[{ quiet: 'reconnect' }], [{ quiet: FOR_EVER }, { quiet: 'reconnect' }]] as const) {
      const seen = new Recorder()
      const sock = connect(device, { ...seen.options, ...options })
      for (let i = 1; i <= 3; i++) {
        const stream = sock.lines({ start: 'START', encoding: 'utf8', ...own })
        assert.deepEqual(await take(stream, 3), ['0', '1', '2'])
        await stream.return()
        assert.equal(await sock.query(`Q${i}`), `A${i}`)
        assert.equal(sock.connectionCounter, i + 1)
      }
      await until('each loss is told', () => seen.lost.length === 3)
      for (const error of seen.lost) assert.equal(error?.name, 'AbortError') // who has left it wanted that
    }
  },

  'quiet: 0 of a stream, or of its connection, waits for nothing': async ({ peer, connect }) => {
    const device = await peer('numbered')
    for (const [options, own] of [[{ quiet: 0 }], [{ quiet: FOR_EVER }, { quiet: 0 }]] as const) {
      const sock = connect(device, options)
      await sock.open()
      const stream = sock.lines(own)
      const first = stream.next()
      await device.send('1')
      await first
      await stream.return()
      assert.equal(await sock.query('Q1'), 'A1')
      await sock.close()
    }
  },

  'a stream that the peer ended is not waited for': async ({ peer, connect }) => {
    const device = await peer({ name: 'lines', count: 3, hangUp: true })
    const sock = connect(device, { quiet: FOR_EVER })
    assert.equal((await all(sock.lines({ start: 'START', stop: 'STOP' }))).length, 3)
    assert.equal(await sock.query('Q1'), 'A1')
    assert.deepEqual(await device.requests(), ['START', 'Q1'])
  },

  'one that goes on sending ends the request at its own timeout, and is named': async ({ peer, connect }) => {
    const device = await peer({ name: 'lines', period: 0 })
    const sock = connect(device, { quiet: FOR_EVER })
    await sock.write('START\n')
    const stream = sock.lines()
    await take(stream, 5)
    await stream.return()
    await failure(sock.query('Q1', { timeout: SILENCE }), {
      code: 'SOCKIO_TIMEOUT',
      phase: 'queued',
      sent: 'no',
      says: ['a stream that was left still sends', 'give it a `stop`'],
    })
    assert.equal(sock.connectionCounter, 1)
    await sock.write('STOP\n') // goes out at once
    await device.received('STOP')
  },

  'an aborted stream sends its stop, one that timed out as well': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device, { quiet: 1 })
    const control = new AbortController()
    const aborted = sock.lines({ start: 'GO', stop: 'HALT 1', signal: control.signal })
    const pull = aborted.next()
    const failed = failure(pull, { code: 'SOCKIO_ABORTED' })
    await device.received('GO')
    control.abort()
    await failed
    await device.received('HALT 1')
    assert.equal(await sock.query('Q1'), 'A1') // a stream that is still to begin when its time is over has nothing to stop
    await failure(sock.lines({ timeout: 20, stop: 'HALT 2' }).next(), { code: 'SOCKIO_TIMEOUT' })
    await device.received('HALT 2')
    assert.equal(await sock.query('Q2'), 'A2')
    assert.deepEqual(await device.requests(), ['GO', 'HALT 1', 'Q1', 'HALT 2', 'Q2'])
  },

  'reconnect: true sends the start again, on each connection': async ({ peer, connect }) => {
    const device = await peer({ name: 'lines' })
    const sock = connect(device)
    const stream = sock.lines({ start: 'START', reconnect: true, encoding: 'utf8' })
    assert.deepEqual(await take(stream, 1), ['0'])
    await device.disconnect('reset')
    await device.connected()
    for (let line = ''; line !== '0'; ) line = (await take(stream, 1)).join()
    assert.deepEqual(await device.requests(), ['START', 'START'])
    await stream.return()
  },

  'the stop goes out before a close() that follows': async ({ peer, connect }) => {
    const device = await peer({ name: 'lines' })
    const sock = connect(device)
    const stream = sock.lines({ start: 'START', stop: 'STOP' })
    await take(stream, 2)
    await stream.return()
    await sock.close()
    await device.received('STOP')
  },

  'start, stop and quiet are checked before any I/O': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    await refusal(() => sock.lines({ start: '' }).next(), 'RangeError', 'start')
    await refusal(() => sock.lines({ stop: 5 as never }).next(), 'TypeError', 'stop')
    await refusal(() => sock.blocks(3, { quiet: -1 }).next(), 'RangeError', 'quiet')
    await refusal(() => connect(device, { quiet: 'long' as never }).open(), 'TypeError', 'quiet')
    assert.equal(await device.connections(), 0)
  },
})
