/** Section 2.2, law 3: a test that fakes the global timers and clocks stops none of ours. */
import assert from 'node:assert/strict'
import { failure } from '../failure.ts'
import { withFakeTimers } from '../fake-timers.ts'
import { table } from '../row.ts'
import { WireTap } from '../wire-tap.ts'

export const fakeTimerRows = table('2.2 fake timers', {
  'calls work under fake timers, and calls after them time out': async ({ peer, connect }) => {
    const sock = connect(await peer('numbered'), { timeout: 60_000 })
    await withFakeTimers(async () => {
      assert.equal(await sock.query('Q1'), 'A1')
      assert.equal(await sock.query('Q2', { timeout: 30_000 }), 'A2')
    })
    await failure(sock.query('never', { timeout: 50 }), { code: 'SOCKIO_TIMEOUT', sent: 'yes' })
    assert.equal(await sock.query('Q3'), 'A3')
  },

  'a call times out under fake timers': async ({ peer, connect }) => {
    const sock = connect(await peer('numbered'))
    await sock.open() // the limit below is for the reply, not for connecting
    await withFakeTimers(() => failure(sock.query('never', { timeout: 50 }), { code: 'SOCKIO_TIMEOUT', sent: 'yes' }))
    assert.equal(await sock.query('Q1'), 'A1')
  },

  'connectionTimeout and the delays of retries pass under fake timers': async ({ peer, connect }) => {
    const device = await peer('silent')
    const sock = connect(device, {
      tls: true,
      connectionTimeout: 30,
      reconnect: { retries: 1, minDelay: 20, jitter: false },
    })
    await withFakeTimers(() => failure(sock.open(), { code: 'SOCKIO_CONNECT_TIMEOUT' }))
  },

  'pacing passes under fake timers, and streams run': async ({ peer, connect }) => {
    const tap = new WireTap()
    const sock = connect(await peer('lines'), { pacing: 20, onWire: tap.onWire })
    await withFakeTimers(async () => {
      await sock.write('Q1\n')
      await sock.write('START\n')
    })
    const stream = sock.lines()
    await withFakeTimers(async () => {
      assert.equal(String((await stream.next()).value), 'A1\n')
      assert.equal(String((await stream.next()).value), '0\n')
    })
    await stream.return()
    const sent = tap.times.filter(({ direction }) => direction === 'sent').map(({ time }) => time)
    assert((sent[1] ?? 0) - (sent[0] ?? 0) >= 19, `a gap of ${sent}`)
  },
})
