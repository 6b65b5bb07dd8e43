/** Section 2.3: what a timed-out or aborted exchange does to the connection, so that no late reply finds a taker. */
import assert from 'node:assert/strict'
import { block, faults } from '@sockio/sim'
import { failure } from '../failure.ts'
import { Recorder } from '../recorder.ts'
import { table } from '../row.ts'
import { until } from '../until.ts'

const timedOut = { code: 'SOCKIO_TIMEOUT' } as const

export const resyncRows = table('2.3 resync', {
  'reconnect: the socket is destroyed, and the next call reconnects': async ({ peer, connect }) => {
    const seen = new Recorder()
    const device = await peer('numbered')
    const sock = connect(device, seen.options)
    await sock.open() // the limit below is for the reply, not for connecting
    await failure(sock.query('HOLD late', { timeout: 30 }), timedOut)
    assert.equal(sock.state, 'idle')
    await device.release()
    await device.disconnected()
    assert.equal(await sock.query('Q1'), 'A1')
    assert.equal(sock.connectionCounter, 2)
    assert.equal(seen.lost.length, 1)
  },

  'reconnect: the late reply finds no taker': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    await sock.open() // the limit below is for the reply, not for connecting
    for (let n = 1; n <= 10; n++) {
      await failure(sock.query(`HOLD late${n}`, { timeout: 20 }), timedOut)
      const mine = sock.query('L30 mine')
      await device.release()
      assert.equal(await mine, 'mine')
    }
  },

  'reconnect: at once, also from a peer that neither reads nor closes': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    await sock.query('Q1')
    await device.inject(faults.halfOpen())
    const call = failure(sock.query('Q2', { timeout: 50 }), timedOut)
    const next = sock.query('Q3')
    await call
    await device.clear()
    assert.equal(await next, 'A3')
  },

  'reconnect: others in flight get ConnectionLostError, those not sent go out again': async ({ peer, connect }) => {
    const device = await peer('numbered', { faults: faults.silence({ match: /^Q[123]$/ }) })
    const sock = connect(device, { pipeline: 3 })
    const control = new AbortController()
    const first = failure(sock.query('Q1', { signal: control.signal }), { code: 'SOCKIO_ABORTED' })
    const lost = { code: 'SOCKIO_CONNECTION_LOST', sent: 'yes' } as const
    const others = [failure(sock.query('Q2'), { ...lost, request: 'Q2\n' }), failure(sock.query('Q3'), lost)]
    const unsent = sock.query('Q4')
    await until('all three are there', async () => (await device.requests()).length === 3)
    control.abort() // a limit could pass before the others are sent
    await Promise.all([first, ...others])
    assert.equal(await unsent, 'A4')
    assert.deepEqual(await device.requests(), ['Q1', 'Q2', 'Q3', 'Q4'])
  },

  'reconnect: others in flight are sent again where retries allow': async ({ peer, connect }) => {
    const device = await peer('numbered', { faults: faults.silence({ times: 2 }) })
    const sock = connect(device, { pipeline: 2 })
    const control = new AbortController()
    const first = failure(sock.query('Q1', { signal: control.signal }), { code: 'SOCKIO_ABORTED' })
    const again = sock.query('Q2', { retries: 1 })
    await until('both are there', async () => (await device.requests()).length === 2)
    control.abort() // a limit could pass before the other is sent
    assert.equal(await again, 'A2')
    await first
    assert.deepEqual(await device.requests(), ['Q1', 'Q2', 'Q2'])
  },

  'reconnect: an exchange that timed out is not sent again, whatever its retries': async ({ peer, connect }) => {
    const device = await peer('numbered', { faults: faults.silence({ times: 1 }) })
    const sock = connect(device, { retries: 5 })
    await sock.open() // the limit below is for the reply, not for connecting
    await failure(sock.query('Q1', { timeout: 50 }), timedOut)
    assert.equal(await sock.query('Q2'), 'A2')
    assert.deepEqual(await device.requests(), ['Q1', 'Q2'])
  },

  'discard: stays connected, and the late reply is dropped': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device, { resync: 'discard' })
    await sock.open() // the limit below is for the reply, not for connecting
    await failure(sock.query('HOLD late', { timeout: 20 }), { ...timedOut, sent: 'yes' })
    assert.equal(sock.state, 'ready')
    const next = sock.query('Q1')
    await device.release()
    assert.equal(await next, 'A1')
    assert.equal(await device.connections(), 1)
  },

  'discard: an aborted request too': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device, { resync: 'discard' })
    const control = new AbortController()
    const call = failure(sock.query('HOLD late', { signal: control.signal }), { code: 'SOCKIO_ABORTED', sent: 'yes' })
    await device.received('HOLD late')
    control.abort()
    await call
    const next = sock.query('Q1')
    await device.release()
    assert.equal(await next, 'A1')
    assert.equal(await device.connections(), 1)
  },

  'discard: the next request waits, within its own timeout, for what is owed': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device, { resync: 'discard' })
    await sock.open() // the limit below is for the reply, not for connecting
    await failure(sock.query('HOLD late', { timeout: 20 }), timedOut)
    const says = ['the late reply to "HOLD late\\n" (given up', 'is still owed', 'close()']
    await failure(sock.query('Q1', { timeout: 30 }), { ...timedOut, phase: 'queued', sent: 'no', says })
    const next = sock.query('Q2')
    await device.release()
    assert.equal(await next, 'A2')
    assert.deepEqual(await device.requests(), ['HOLD late', 'Q2'])
    assert.equal(await device.connections(), 1)
  },

  'discard: who waits for a reply that never comes is told so, and close() ends it': async ({ peer, connect }) => {
    const device = await peer('numbered', { faults: faults.silence({ match: /^L/, times: 1 }) })
    const sock = connect(device, { resync: 'discard' })
    await sock.open() // the limit below is for the reply, not for connecting
    await failure(sock.query('L1 lost', { timeout: 20 }), timedOut)
    const says = ['the late reply to "L1 lost\\n" (given up', 'is still owed', 'close()', "resync: 'reconnect'"]
    await failure(sock.query('Q1', { timeout: 20 }), { ...timedOut, phase: 'queued', sent: 'no', says })
    const patient = failure(sock.query('Q2'), { code: 'SOCKIO_CLOSED', sent: 'no' })
    const aborted = failure(sock.query('Q3', { signal: AbortSignal.timeout(20) }), { code: 'SOCKIO_ABORTED', says })
    await aborted
    await sock.close()
    await patient
    assert.equal(await sock.query('Q4'), 'A4')
    assert.equal(await device.connections(), 2)
  },

  'discard: all lines of a late reply are dropped': async ({ peer, connect }) => {
    const device = await peer('numbered', { faults: faults.silence({ times: 1 }) })
    const sock = connect(device, { resync: 'discard' })
    await sock.open() // the limit below is for the reply, not for connecting
    await failure(sock.writeReadLines('M3\n', 3, { timeout: 20 }), timedOut)
    const next = sock.query('Q1')
    await device.send(['1', '2', '3'])
    assert.equal(await next, 'A1')
    assert.equal(await device.connections(), 1)
  },

  'discard: a late block is dropped whole': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device, { resync: 'discard' })
    await sock.open() // the limit below is for the reply, not for connecting
    await failure(sock.writeReadBlock('CURV?\n', { timeout: 20 }), timedOut)
    const next = sock.query('Q1')
    await device.send(block(Buffer.from('1\n2\n3')))
    assert.equal(await next, 'A1')
    assert.equal(await device.connections(), 1)
  },

  'discard: a reply whose end can not be told costs the connection': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device, { resync: 'discard' })
    await sock.open() // the limit below is for the reply, not for connecting
    await failure(sock.writeRead('HOLD late\n', undefined, { timeout: 20 }), timedOut)
    assert.equal(await sock.query('Q1'), 'A1')
    assert.equal(await device.connections(), 2)
  },

  'discard: with a pipeline the replies behind the late one go to their callers': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device, { resync: 'discard', pipeline: 4 })
    await sock.open() // the limit below is for the reply, not for connecting
    const first = failure(sock.query('HOLD late', { timeout: 20 }), timedOut)
    const others = [sock.query('Q1'), sock.query('Q2'), sock.query('Q3'), sock.query('Q4')]
    await first
    await device.release()
    assert.deepEqual(await Promise.all(others), ['A1', 'A2', 'A3', 'A4'])
    assert.equal(await device.connections(), 1)
  },

  'discard: with a pipeline the next request waits for what is owed too': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device, { resync: 'discard', pipeline: 4 })
    await sock.open() // the limit below is for the reply, not for connecting
    await failure(sock.query('HOLD late', { timeout: 20 }), timedOut)
    await failure(sock.query('Q1', { timeout: 30 }), { ...timedOut, phase: 'queued', sent: 'no' })
    const next = sock.query('Q2')
    await device.release()
    assert.equal(await next, 'A2')
    assert.deepEqual(await device.requests(), ['HOLD late', 'Q2'])
    assert.equal(await device.connections(), 1)
  },

  'discard: what is owed is owed by its connection only': async ({ peer, connect }) => {
    const seen = new Recorder()
    const device = await peer('numbered')
    const sock = connect(device, { ...seen.options, resync: 'discard' })
    await sock.open() // the limit below is for the reply, not for connecting
    await failure(sock.query('HOLD late', { timeout: 20 }), timedOut)
    await device.disconnect('reset')
    await seen.state('idle')
    assert.equal(await sock.query('Q1'), 'A1')
  },

  'discard: a write is not held up by what is owed': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device, { resync: 'discard' })
    await sock.open() // the limit below is for the reply, not for connecting
    await failure(sock.query('HOLD late', { timeout: 20 }), timedOut)
    await sock.write('W1\n')
    await device.received('W1')
    const next = sock.query('Q1')
    await device.release()
    assert.equal(await next, 'A1')
    assert.equal(await device.connections(), 1)
  },
})
