/** Section 2.2: the connection hook. */
import assert from 'node:assert/strict'
import { faults } from '@sockio/sim'
import { failure } from '../failure.ts'
import { Recorder } from '../recorder.ts'
import { table } from '../row.ts'
import type { SubjectSession } from '../subject.ts'

const greet = async (session: SubjectSession) => {
  await session.write('W1\n')
  await session.query('Q0')
}

export const hookRows = table('2.2 connection hook', {
  'the hook writes and queries before everything that is queued': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device, { onConnectionMade: greet })
    const replies = await Promise.all([sock.query('Q1'), sock.write('W2\n'), sock.query('Q2')])
    assert.deepEqual(replies, ['A1', undefined, 'A2'])
    assert.deepEqual(await device.requests(), ['W1', 'Q0', 'Q1', 'W2', 'Q2'])
  },

  'the hook runs in state initialising': async ({ peer, connect }) => {
    const states: unknown[] = []
    const sock = connect(await peer('numbered'), {
      onConnectionMade: async (session) => {
        states.push(sock.state, sock.connected)
        await session.query('Q0')
        states.push(sock.state)
      },
    })
    await sock.open()
    states.push(sock.state)
    assert.deepEqual(states, ['initialising', false, 'initialising', 'ready'])
  },

  'open() resolves when the hook is done': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device, { onConnectionMade: (session) => session.query('L30 x') })
    await sock.open()
    assert.deepEqual(await device.requests(), ['L30 x'])
    assert.equal(sock.inWaiting, 0)
  },

  'the hook runs again when a request reconnects': async ({ peer, connect }) => {
    const seen = new Recorder()
    const device = await peer('numbered')
    const sock = connect(device, { ...seen.options, onConnectionMade: greet })
    await sock.query('Q1')
    await device.disconnect('end')
    await seen.state('idle')
    assert.equal(await sock.query('Q2'), 'A2')
    assert.deepEqual(await device.requests(), ['W1', 'Q0', 'Q1', 'W1', 'Q0', 'Q2'])
  },

  'the hook runs again when a queued request caused the reconnection': async ({ peer, connect }) => {
    const device = await peer('numbered', { faults: faults.reset({ match: 'Q1' }) })
    const sock = connect(device, { onConnectionMade: greet })
    const lost = failure(sock.query('Q1'), { code: 'SOCKIO_CONNECTION_LOST' })
    const next = await Promise.all([sock.query('Q2'), sock.query('Q3')])
    await lost
    assert.deepEqual(next, ['A2', 'A3'])
    assert.deepEqual(await device.requests(), ['W1', 'Q0', 'Q1', 'W1', 'Q0', 'Q2', 'Q3'])
  },

  'the hook runs again on each of many connections': async ({ peer, connect }) => {
    let hooks = 0
    const device = await peer('numbered', { faults: faults.close({ match: /^Q[1-9]/, every: 2 }) })
    const sock = connect(device, {
      retries: 1,
      onConnectionMade: async (session) => {
        hooks++
        assert.equal(await session.query('Q0'), 'A0')
      },
    })
    for (let n = 1; n <= 20; n++) assert.equal(await sock.query(`Q${n}`), `A${n}`)
    assert.equal(hooks, sock.connectionCounter)
    assert(hooks > 10, `${hooks} hooks`)
  },

  'a synchronous hook is allowed, and calls that it does not await are done first': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device, { onConnectionMade: (session) => void session.write('W1\n') })
    assert.equal(await sock.query('Q1'), 'A1')
    assert.deepEqual(await device.requests(), ['W1', 'Q1'])
  },

  'a hook that throws is an InitError with what it threw as its cause': async ({ peer, connect }) => {
    const mine = new Error('wrong model')
    const hooks = [
      () => {
        throw mine
      },
      () => Promise.reject(mine),
    ]
    for (const onConnectionMade of hooks) {
      const seen = new Recorder()
      const device = await peer('numbered')
      const sock = connect(device, { ...seen.options, onConnectionMade })
      await failure(sock.query('Q1'), {
        code: 'SOCKIO_INIT',
        phase: 'initialising',
        sent: 'no',
        request: 'Q1\n',
        cause: mine,
        says: ['hook', 'wrong model'],
      })
      await device.disconnected()
      assert.equal(sock.state, 'idle')
      assert.deepEqual(seen.states, ['connecting', 'initialising', 'idle'])
      assert.deepEqual(await device.requests(), [])
    }
  },

  'a call that fails in the hook is the cause of the InitError': async ({ peer, connect }) => {
    const device = await peer('silent')
    const sock = connect(device, { onConnectionMade: (session) => session.query('Q0', { timeout: 30 }) })
    const error = await failure(sock.open(), { code: 'SOCKIO_INIT', phase: 'initialising', sent: 'no' })
    await failure(Promise.reject(error.cause), { code: 'SOCKIO_TIMEOUT', sent: 'yes', request: 'Q0\n' })
    await device.disconnected()
  },

  'a connection lost in the hook fails the attempt': async ({ peer, connect }) => {
    for (const fault of [faults.close({ match: 'Q0' }), faults.reset({ match: 'Q0' })]) {
      const device = await peer('numbered', { faults: fault })
      const sock = connect(device, { onConnectionMade: (session) => session.query('Q0') })
      await failure(sock.query('Q1'), { code: 'SOCKIO_INIT', phase: 'initialising', sent: 'no' })
      assert.deepEqual(await device.requests(), ['Q0'])
    }
  },

  'the hook does not run when its connection was closed before': async ({ peer, connect }) => {
    let ran = 0
    let closed: Promise<void> | undefined
    const sock = connect(await peer('numbered'), {
      onStateChange: (state) => {
        if (state === 'initialising') closed = sock.close()
      },
      onConnectionMade: () => {
        ran++
      },
    })
    await failure(sock.query('Q1'), { code: 'SOCKIO_CLOSED', sent: 'no' })
    await closed
    assert.equal(ran, 0)
  },

  'a failed hook is tried again by the reconnect policy': async ({ peer, connect }) => {
    const seen = new Recorder()
    const device = await peer('numbered', { faults: faults.close({ match: 'Q0', times: 2 }) })
    const sock = connect(device, {
      ...seen.options,
      reconnect: { retries: 3, minDelay: 1 },
      onConnectionMade: (session) => session.query('Q0'),
    })
    assert.equal(await sock.query('Q1'), 'A1')
    assert.deepEqual(await device.requests(), ['Q0', 'Q0', 'Q0', 'Q1'])
    assert.deepEqual(
      seen.retries.map(({ attempt }) => attempt),
      [1, 2],
    )
    assert.equal(sock.connectionCounter, 1)
  },

  'a call on the handle of a hook that is over is a ClosedError': async ({ peer, connect }) => {
    const handles: SubjectSession[] = []
    const sock = connect(await peer('numbered'), { onConnectionMade: (session) => void handles.push(session) })
    await sock.open()
    await failure((handles[0] as SubjectSession).query('Q1'), { code: 'SOCKIO_CLOSED', sent: 'no' })
  },
})
