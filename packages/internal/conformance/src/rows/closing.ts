/** Section 2.3: `close()`, and calls that ask for nothing. */
import assert from 'node:assert/strict'
import { faults } from '@sockio/sim'
import { failure } from '../failure.ts'
import { table } from '../row.ts'
import { until } from '../until.ts'

export const closingRows = table('2.3 closing', {
  'close() while calls wait: ClosedError for each': async ({ peer, connect }) => {
    const device = await peer('silent')
    const sock = connect(device)
    const sent = failure(sock.query('Q1'), { code: 'SOCKIO_CLOSED', phase: 'reading', sent: 'yes', request: 'Q1\n' })
    const queued = failure(sock.query('Q2'), { code: 'SOCKIO_CLOSED', phase: 'queued', sent: 'no', request: 'Q2\n' })
    const read = failure(sock.readLine(), { code: 'SOCKIO_CLOSED', sent: 'no' })
    await device.received('Q1')
    await sock.close()
    await Promise.all([sent, queued, read])
    await device.disconnected()
    assert.deepEqual(await device.requests(), ['Q1'])
  },

  'close() ends a stream with ClosedError': async ({ peer, connect }) => {
    const device = await peer('silent')
    const sock = connect(device)
    const item = failure(sock.lines({ start: 'START', stop: 'STOP' }).next(), { code: 'SOCKIO_CLOSED' })
    await device.received('START')
    await sock.close()
    await item
    await device.disconnected()
    assert.deepEqual(await device.requests(), ['START']) // only who leaves a stream stops it
  },

  'close() ends within a bounded grace when the peer is dead': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    await sock.query('Q1')
    await device.inject(faults.halfOpen())
    await sock.close() // the peer will never say that it is closed
    assert.equal(sock.state, 'idle')
  },

  'close() ends within a bounded grace when the peer does not read': async ({ peer, connect }) => {
    const device = await peer('numbered', { faults: faults.stall() })
    const sock = connect(device)
    const writing = failure(sock.write(Buffer.alloc(30_000_000)), { code: 'SOCKIO_CLOSED', sent: 'maybe' })
    await device.connected()
    await until('it is open', () => sock.connected)
    await sock.close()
    await writing
    assert.equal(sock.state, 'idle')
  },

  'what was written before close() arrives': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    await sock.write('W1\n')
    await sock.close()
    await device.received('W1')
  },

  'nothing that was asked for, nothing that is done': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    assert.equal(String(await sock.read(0)), '')
    assert.equal(String(await sock.readExactly(0)), '')
    assert.deepEqual(await sock.readLines(0), [])
    assert.deepEqual(await sock.writeLinesReadLines([]), [])
    assert.equal(sock.state, 'idle')
    assert.equal(await device.connections(), 0)
  },

  'nothing that was asked for, at once also while others wait': async ({ peer, connect }) => {
    const device = await peer('silent')
    const sock = connect(device)
    const waiting = failure(sock.query('Q1'), { code: 'SOCKIO_CLOSED' })
    await device.received('Q1')
    assert.equal(String(await sock.read(0)), '')
    assert.deepEqual(await sock.readLines(0, { encoding: 'utf8' }), [])
    assert.equal(await sock.readExactly(0, { encoding: 'utf8' }), '')
    await sock.close()
    await waiting
  },
})
