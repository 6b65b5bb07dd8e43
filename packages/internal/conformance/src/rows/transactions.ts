/** Section 2.2: transactions, which have the instrument for themselves. */
import assert from 'node:assert/strict'
import { faults } from '@sockio/sim'
import { failure, rejection } from '../failure.ts'
import { table } from '../row.ts'
import type { SubjectSession } from '../subject.ts'

export const transactionRows = table('2.2 transactions', {
  'nothing comes between the calls of a transaction': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    const calls = [
      sock.query('Q1'),
      sock.transaction(async (session) => {
        await session.write('W1\n')
        await session.query('L10 x')
        return session.query('Q2')
      }),
      sock.query('Q3'),
      sock.write('W2\n'),
      sock.transaction((session) => session.query('Q4')),
    ]
    assert.deepEqual(await Promise.all(calls), ['A1', 'A2', 'A3', undefined, 'A4'])
    await device.received('Q4')
    assert.deepEqual(await device.requests(), ['Q1', 'W1', 'L10 x', 'Q2', 'Q3', 'W2', 'Q4'])
  },

  'a transaction gives the result of its function': async ({ peer, connect }) => {
    const sock = connect(await peer('numbered'))
    assert.equal(await sock.transaction(() => 42), 42)
    assert.equal(await sock.transaction(async (session) => Number((await session.query('Q7')).slice(1))), 7)
  },

  'what its function throws is passed on, and the lanes are free again': async ({ peer, connect }) => {
    const sock = connect(await peer('numbered'))
    const mine = new Error('mine')
    const thrown = await rejection(
      sock.transaction(() => {
        throw mine
      }),
    )
    assert.equal(thrown, mine)
    assert.equal(await rejection(sock.transaction(() => Promise.reject(mine))), mine)
    assert.equal(await sock.query('Q1'), 'A1')
    assert.equal(sock.connectionCounter, 1)
  },

  'a promise of another make, whose then throws, fails its transaction or hook, and the lanes are free again': async ({
    peer,
    connect,
  }) => {
    const device = await peer('numbered')
    const strange = (): PromiseLike<never> => ({
      // biome-ignore lint/suspicious/noThenProperty: it is what is tried
      then: () => {
        throw new RangeError('mine')
      },
    })
    const sock = connect(device)
    await assert.rejects(sock.transaction(strange), { name: 'RangeError', message: 'mine' })
    assert.equal(await sock.query('Q1'), 'A1')
    const hooked = connect(device, { onConnectionMade: strange })
    await failure(hooked.query('Q2'), { code: 'SOCKIO_INIT', says: ['mine'] })
  },

  'concurrent calls inside a transaction are queued like others': async ({ peer, connect }) => {
    const sock = connect(await peer('numbered'))
    const replies = await sock.transaction((session) => Promise.all(['Q1', 'Q2', 'Q3'].map((q) => session.query(q))))
    assert.deepEqual(replies, ['A1', 'A2', 'A3'])
  },

  'a call on the handle of a transaction that is over is a ClosedError': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    const handle = await sock.transaction((session) => [session])
    await failure((handle[0] as SubjectSession).query('Q1'), { code: 'SOCKIO_CLOSED', sent: 'no', request: 'Q1\n' })
    assert.deepEqual(await device.requests(), [])
  },

  'a transaction that takes longer than its timeout is a TimeoutError': async ({ peer, connect }) => {
    const device = await peer('silent')
    const sock = connect(device)
    await sock.open() // so that its function runs, however busy the machine is
    let inside: unknown
    const call = sock.transaction(
      async (session) => {
        inside = await rejection(session.query('Q1'))
      },
      { timeout: 50 },
    )
    const { sent } = await failure(call, { code: 'SOCKIO_TIMEOUT', says: ['50 ms'] })
    if (sent !== 'no') await device.disconnected() // a busy machine may have let the time pass before Q1 was written: then nothing is owed
    assert(inside instanceof Error)
  },

  'a transaction that ends early says whether it had written something': async ({ peer, connect }) => {
    const device = await peer('silent')
    const ask = (session: SubjectSession) => session.query('Q1')
    const control = new AbortController()
    const { signal } = control
    const asking = connect(device).transaction(ask, { signal })
    const writing = failure(asking, { code: 'SOCKIO_ABORTED', phase: 'reading', sent: 'yes' })
    const begun = Promise.withResolvers<void>()
    const resting = connect(device).transaction(() => new Promise(() => begun.resolve()), { signal })
    const idle = failure(resting, { code: 'SOCKIO_ABORTED', phase: 'reading', sent: 'no' })
    await Promise.all([device.received('Q1'), begun.promise])
    control.abort()
    await Promise.all([writing, idle])
    const sock = connect(device)
    const closed = failure(sock.transaction(ask), { code: 'SOCKIO_CLOSED', phase: 'reading', sent: 'yes' })
    const waiting = failure(sock.transaction(ask), { code: 'SOCKIO_CLOSED', phase: 'queued', sent: 'no' })
    await device.received(2)
    await sock.close()
    await Promise.all([closed, waiting])
  },

  'a transaction that waits for its turn longer than its timeout does not run': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    const slow = sock.query('HOLD x')
    await device.received('HOLD x')
    let ran = false
    const call = sock.transaction(
      () => {
        ran = true
      },
      { timeout: 30 },
    )
    await failure(call, { code: 'SOCKIO_TIMEOUT', phase: 'queued', sent: 'no' })
    await device.release()
    assert.equal(await slow, 'x')
    assert.equal(await sock.query('Q1'), 'A1')
    assert.equal(ran, false)
    assert.equal(sock.connectionCounter, 1)
  },

  'a transaction that is aborted just before it begins does not run': async ({ peer, connect }) => {
    const control = new AbortController()
    const sock = connect(await peer('numbered'), {
      onStateChange: (state) => {
        if (state === 'ready') control.abort()
      },
    })
    let ran = false
    const call = sock.transaction(
      () => {
        ran = true
      },
      { signal: control.signal },
    )
    await failure(call, { code: 'SOCKIO_ABORTED', sent: 'no' })
    assert.equal(ran, false)
    assert.equal(await sock.query('Q1'), 'A1')
  },

  'an aborted transaction ends with an AbortError, and its calls too': async ({ peer, connect }) => {
    const device = await peer('silent')
    const sock = connect(device)
    const control = new AbortController()
    const reason = new Error('enough')
    const inside = Promise.withResolvers<unknown>()
    const call = sock.transaction((session) => rejection(session.query('Q1')).then(inside.resolve), {
      signal: control.signal,
    })
    await device.received('Q1')
    control.abort(reason)
    await failure(call, { code: 'SOCKIO_ABORTED', cause: reason })
    await failure(Promise.reject(await inside.promise), { code: 'SOCKIO_ABORTED', sent: 'yes', request: 'Q1\n' })
  },

  'a connection lost in a transaction ends its call, and the next ones in it': async ({ peer, connect }) => {
    const device = await peer('numbered', { faults: faults.close({ match: 'Q1' }) })
    const sock = connect(device)
    const [first, second] = await sock.transaction(async (session) => [
      await rejection(session.query('Q1')),
      await rejection(session.query('Q2')),
    ])
    await failure(Promise.reject(first), { code: 'SOCKIO_CONNECTION_EOF', sent: 'yes' })
    await failure(Promise.reject(second), { code: 'SOCKIO_NOT_CONNECTED', sent: 'no' })
    assert.equal(await sock.query('Q3'), 'A3')
    assert.deepEqual(await device.requests(), ['Q1', 'Q3'])
  },

  'a transaction that waits survives a lost connection': async ({ peer, connect }) => {
    const device = await peer('numbered', { faults: faults.close({ match: 'Q1' }) })
    const sock = connect(device)
    const lost = failure(sock.query('Q1'), { code: 'SOCKIO_CONNECTION_EOF' })
    assert.equal(await sock.transaction((session) => session.query('Q2')), 'A2')
    await lost
  },

  'close() ends a transaction with ClosedError': async ({ peer, connect }) => {
    const device = await peer('silent')
    const sock = connect(device)
    const call = failure(
      sock.transaction((session) => session.query('Q1')),
      { code: 'SOCKIO_CLOSED' },
    )
    const waiting = failure(
      sock.transaction(() => undefined),
      { code: 'SOCKIO_CLOSED' },
    )
    await device.received('Q1')
    await sock.close()
    await Promise.all([call, waiting])
  },

  'an outer call made inside a transaction waits for its end': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    const outer = await sock.transaction(async (session) => {
      const later = sock.query('Q1')
      await session.query('Q2')
      return [later]
    })
    assert.equal(await outer[0], 'A1')
    assert.deepEqual(await device.requests(), ['Q2', 'Q1'])
  },
})
