/** Section 2.3: calls that an AbortSignal ends. */
import assert from 'node:assert/strict'
import { getEventListeners } from 'node:events'
import { faults, raw } from '@sockio/sim'
import { failure } from '../failure.ts'
import { table } from '../row.ts'
import { until } from '../until.ts'

const listeners = (signal: AbortSignal) => getEventListeners(signal, 'abort').length
const reason = new Error('enough')
const aborted = { code: 'SOCKIO_ABORTED', cause: reason } as const

export const signalRows = table('2.3 abort signals', {
  'aborted already: AbortError without any I/O': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    const signal = AbortSignal.abort(reason)
    await failure(sock.query('Q1', { signal }), {
      ...aborted,
      sent: 'no',
      request: 'Q1\n',
      says: ['aborted', 'enough'],
    })
    await failure(sock.readLine({ signal }), aborted)
    await failure(sock.open({ signal }), aborted)
    await failure(sock.lines({ signal }).next(), aborted)
    await failure(
      sock.transaction(() => undefined, { signal }),
      aborted,
    )
    assert.equal(sock.state, 'idle')
    assert.equal(await device.connections(), 0)
  },

  'aborted in the queue: AbortError, and the connection is untouched': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    const first = sock.query('HOLD x')
    const control = new AbortController()
    const call = failure(sock.query('Q1', { signal: control.signal }), {
      ...aborted,
      phase: 'queued',
      sent: 'no',
      request: 'Q1\n',
    })
    await device.received('HOLD x')
    control.abort(reason)
    await call
    await device.release()
    assert.equal(await first, 'x')
    assert.equal(await sock.query('Q2'), 'A2')
    assert.deepEqual(await device.requests(), ['HOLD x', 'Q2'])
    assert.equal(sock.connectionCounter, 1)
  },

  'aborted in flight: AbortError, and the connection is closed at once': async ({ peer, connect }) => {
    const device = await peer({ replies: { Q1: raw('half') } })
    const sock = connect(device)
    const control = new AbortController()
    const expected = { ...aborted, phase: 'reading', sent: 'yes', partial: 'half', request: 'Q1\n' } as const
    const call = failure(sock.query('Q1', { signal: control.signal }), expected)
    await until('a part has arrived', () => sock.inWaiting === 4)
    control.abort(reason)
    await call
    assert.equal(sock.state, 'idle')
    await device.disconnected()
  },

  'aborted while connecting: AbortError': async ({ peer, connect }) => {
    const device = await peer('silent')
    const sock = connect(device, { tls: true })
    const control = new AbortController()
    const { signal } = control
    const expected = { ...aborted, phase: 'connecting', sent: 'no' } as const
    const calls = [failure(sock.query('Q1', { signal }), expected), failure(sock.open({ signal }), expected)]
    await device.connected()
    control.abort(reason)
    await Promise.all(calls)
    assert.equal(listeners(signal), 0)
  },

  'aborted while the hook runs: AbortError, and nothing is sent': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device, { onConnectionMade: (session) => session.query('HOLD x') })
    const control = new AbortController()
    const expected = { ...aborted, phase: 'initialising', sent: 'no' } as const
    const call = failure(sock.query('Q1', { signal: control.signal }), expected)
    await device.received('HOLD x')
    control.abort(reason)
    await call
    await device.release()
    assert.equal(await sock.query('Q2'), 'A2')
    assert.deepEqual(await device.requests(), ['HOLD x', 'Q2'])
  },

  'a read aborted with nothing taken leaves the bytes and the connection': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    await sock.open()
    const control = new AbortController()
    const read = failure(sock.readLine({ signal: control.signal }), { ...aborted, sent: 'no', partial: 'half' })
    await device.send(raw('half'))
    await until('it arrived', () => sock.inWaiting === 4)
    control.abort(reason)
    await read
    await device.send(raw('\n'))
    assert.equal(String(await sock.readLine()), 'half\n')
    assert.equal(sock.connectionCounter, 1)
  },

  'a write aborted while the peer does not read: AbortError': async ({ peer, connect }) => {
    const device = await peer('numbered', { faults: faults.stall() })
    const sock = connect(device)
    await sock.open()
    const control = new AbortController()
    const { signal } = control
    const call = failure(sock.write(Buffer.alloc(30_000_000), { signal }), {
      ...aborted,
      phase: 'writing',
      sent: 'maybe',
    })
    control.abort(reason)
    await call
    await until('the connection is given up', () => !sock.connected)
  },

  'the reason without one is that of the platform': async ({ peer, connect }) => {
    const sock = connect(await peer('silent'))
    const control = new AbortController()
    const call = failure(sock.query('Q1', { signal: control.signal }), { code: 'SOCKIO_ABORTED', cause: 'AbortError' })
    control.abort()
    await call
  },

  'a signal that times out works like any other': async ({ peer, connect }) => {
    const sock = connect(await peer('silent'))
    const call = sock.query('Q1', { signal: AbortSignal.timeout(50) })
    await failure(call, { code: 'SOCKIO_ABORTED', cause: 'TimeoutError' })
  },

  'no listener is left on a signal, however the call ended': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    const { signal } = new AbortController()
    await sock.open({ signal })
    assert.equal(await sock.query('Q1', { signal }), 'A1')
    await sock.write('W1\n', { signal })
    await failure(sock.query('HOLD x', { signal, timeout: 10 }), { code: 'SOCKIO_TIMEOUT' })
    await sock.transaction((session) => session.query('Q2', { signal }), { signal })
    const stream = sock.lines({ signal })
    const item = stream.next()
    await device.send('one')
    await item
    await stream.return()
    assert.equal(listeners(signal), 0)
    const cut = failure(sock.query('HOLD x', { signal }), { code: 'SOCKIO_CLOSED' })
    await sock.close()
    await cut
    assert.equal(listeners(signal), 0)
  },

  'many calls may share one signal': async ({ peer, connect }) => {
    const device = await peer('silent')
    const sock = connect(device)
    const control = new AbortController()
    const { signal } = control
    const calls = Array.from({ length: 100 }, (_, n) => failure(sock.query(`Q${n}`, { signal }), aborted))
    await device.received('Q0')
    assert(listeners(signal) <= 10, `${listeners(signal)} listeners: Node warns above 10`)
    control.abort(reason)
    await Promise.all(calls)
    assert.deepEqual(await device.requests(), ['Q0'])
    assert.equal(listeners(signal), 0)
  },

  'what one signal aborts makes no way for more of it: nothing is sent': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    await sock.open()
    const control = new AbortController()
    const { signal } = control
    const calls = [
      failure(sock.readLine({ signal }), aborted),
      ...Array.from({ length: 50 }, (_, n) => failure(sock.query(`Q${n}`, { signal }), { ...aborted, sent: 'no' })),
      failure(
        sock.transaction((session) => session.write('W1\n'), { signal }),
        aborted,
      ),
    ]
    control.abort(reason)
    await Promise.all(calls)
    assert.equal(await sock.query('Q99'), 'A99')
    assert.deepEqual(await device.requests(), ['Q99'])
    assert.equal(sock.connectionCounter, 1)
  },

  'what one signal aborts in flight is aborted, and not lost with the connection': async ({ peer, connect }) => {
    const device = await peer('silent')
    const sock = connect(device, { pipeline: 3 })
    const control = new AbortController()
    const { signal } = control
    const calls = Array.from({ length: 5 }, (_, n) => failure(sock.query(`Q${n}`, { signal }), aborted))
    await device.received('Q2')
    control.abort(reason)
    await Promise.all(calls)
    assert.deepEqual(await device.requests(), ['Q0', 'Q1', 'Q2'])
  },

  'one signal for two sockets: the end of one call lets none of the other be sent': async ({ peer, connect }) => {
    const device = await peer('silent')
    const socks = [connect(device), connect(device)]
    const control = new AbortController()
    const { signal } = control
    const calls = socks.flatMap((sock, i) =>
      Array.from({ length: 20 }, (_, n) => failure(sock.query(`Q${i}${n}`, { signal }), aborted)),
    )
    await Promise.all([device.received('Q00'), device.received('Q10')])
    control.abort(reason)
    await Promise.all(calls)
    assert.deepEqual((await device.requests()).toSorted(), ['Q00', 'Q10'])
    assert.equal(listeners(signal), 0)
  },

  'an abort after the end of the call does nothing': async ({ peer, connect }) => {
    const sock = connect(await peer('numbered'))
    const control = new AbortController()
    assert.equal(await sock.query('Q1', { signal: control.signal }), 'A1')
    control.abort(reason)
    assert.equal(await sock.query('Q2'), 'A2')
    assert.equal(sock.connectionCounter, 1)
  },
})
