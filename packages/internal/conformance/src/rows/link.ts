/** Section 2.1: the states of the link, and what moves it from one to the next. */
import assert from 'node:assert/strict'
import { faults } from '@sockio/sim'
import { failure } from '../failure.ts'
import { Recorder } from '../recorder.ts'
import { table } from '../row.ts'
import type { SubjectSocket } from '../subject.ts'

const OPENED = ['connecting', 'initialising', 'ready']

export const linkRows = table('2.1 link states', {
  'nothing is connected before the first call': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    assert.deepEqual([sock.state, sock.connected, sock.connectionCounter, sock.inWaiting], ['idle', false, 0, 0])
    assert.equal(await device.connections(), 0)
  },

  'the first call connects': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    assert.equal(await sock.query('Q1'), 'A1')
    assert.deepEqual([sock.state, sock.connected, sock.connectionCounter], ['ready', true, 1])
    assert.equal(await device.connections(), 1)
  },

  'the first read and the first stream connect too': async ({ peer, connect }) => {
    const device = await peer('numbered', { faults: faults.banner('hello') })
    assert.equal(String(await connect(device).readLine()), 'hello\n')
    assert.equal(String((await connect(device).lines().next()).value), 'hello\n')
  },

  'open() and close() go through every state': async ({ peer, connect }) => {
    const seen = new Recorder()
    const sock = connect(await peer('numbered'), seen.options)
    await sock.open()
    assert.equal(sock.state, 'ready')
    await sock.close()
    assert.equal(sock.state, 'idle')
    await seen.state('idle')
    assert.deepEqual(seen.states, [...OPENED, 'closing', 'idle'])
    assert.deepEqual(seen.previous, ['idle', ...OPENED, 'closing'])
  },

  'a refused attempt goes back to idle': async ({ peer, connect }) => {
    const seen = new Recorder()
    const sock = connect(await peer('numbered', { faults: faults.refuse() }), seen.options)
    await failure(sock.open(), { code: 'SOCKIO_CONNECT' })
    await seen.state('idle')
    assert.deepEqual(seen.states, ['connecting', 'idle'])
    assert.deepEqual(seen.lost, [])
  },

  'attempts alternate with waiting until the retries are spent': async ({ peer, connect }) => {
    const seen = new Recorder()
    const device = await peer('numbered', { faults: faults.refuse() })
    const sock = connect(device, { ...seen.options, reconnect: { retries: 2, minDelay: 1 } })
    await failure(sock.open(), { code: 'SOCKIO_CONNECT' })
    await seen.state('idle')
    assert.deepEqual(seen.states, ['connecting', 'waiting', 'connecting', 'waiting', 'connecting', 'idle'])
  },

  'a loss with nothing queued goes to idle': async ({ peer, connect }) => {
    for (const how of ['end', 'reset'] as const) {
      const seen = new Recorder()
      const device = await peer('numbered')
      const sock = connect(device, seen.options)
      await sock.open()
      await device.disconnect(how)
      await seen.state('idle')
      assert.deepEqual(seen.states, [...OPENED, 'idle'])
      assert.equal(seen.lost.length, 1)
    }
  },

  'a loss with work queued reconnects by itself': async ({ peer, connect }) => {
    const seen = new Recorder()
    const device = await peer('numbered', { faults: faults.close({ match: 'Q1' }) })
    const asked = Promise.withResolvers<void>()
    const onConnectionMade = () => asked.promise // the first is not sent before the second is queued
    const sock = connect(device, { ...seen.options, onConnectionMade })
    const calls = [sock.query('Q1'), sock.query('Q2')]
    asked.resolve()
    const [first, second] = await Promise.allSettled(calls)
    assert.equal(first?.status, 'rejected')
    assert.deepEqual(second, { status: 'fulfilled', value: 'A2' })
    assert.deepEqual(seen.states, [...OPENED, 'waiting', ...OPENED])
  },

  'open() while connecting joins the attempt': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const asked = Promise.withResolvers<void>()
    const sock = connect(device, { onConnectionMade: () => asked.promise }) // not open before all have asked
    const calls = [sock.open(), sock.open(), sock.query('Q1')]
    asked.resolve()
    await Promise.all(calls)
    assert.equal(await device.connections(), 1)
  },

  'open() while open is an AlreadyOpenError, and changes nothing': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    await sock.open()
    await failure(sock.open(), { code: 'SOCKIO_ALREADY_OPEN', sent: 'no' })
    assert.equal(await sock.query('Q1'), 'A1')
    assert.equal(await device.connections(), 1)
  },

  'the next call after close() opens again': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    assert.equal(await sock.query('Q1'), 'A1')
    await sock.close()
    await device.disconnected()
    assert.equal(await sock.query('Q2'), 'A2')
    assert.equal(sock.connectionCounter, 2)
  },

  'close() of an idle socket, and a second close(), are no errors': async ({ peer, connect }) => {
    const sock = connect(await peer('numbered'))
    await sock.close()
    await sock.open()
    await Promise.all([sock.close(), sock.close()])
    await sock.close()
    assert.equal(sock.state, 'idle')
  },

  'close() while connecting ends the attempt': async ({ peer, connect }) => {
    const seen = new Recorder()
    const device = await peer('silent') // says nothing, so that the TLS handshake never ends
    const sock = connect(device, { ...seen.options, tls: true })
    const call = failure(sock.query('Q1'), { code: 'SOCKIO_CLOSED', phase: 'connecting', sent: 'no' })
    await device.connected()
    await sock.close()
    await call
    await device.disconnected()
    assert.deepEqual(seen.states, ['connecting', 'closing', 'idle'])
  },

  'close() while waiting ends the wait': async ({ peer, connect }) => {
    const seen = new Recorder()
    const device = await peer('numbered', { faults: faults.refuse() })
    const sock = connect(device, {
      ...seen.options,
      reconnect: { retries: 9, minDelay: 3_600_000, maxDelay: 3_600_000, jitter: false },
    })
    const call = failure(sock.query('Q1'), { code: 'SOCKIO_CLOSED', sent: 'no' })
    await seen.state('waiting')
    await sock.close()
    await call
    assert.deepEqual(seen.states, ['connecting', 'waiting', 'closing', 'idle'])
  },

  'close() while the hook runs ends the connection': async ({ peer, connect }) => {
    const seen = new Recorder()
    const device = await peer('silent')
    const sock = connect(device, { ...seen.options, onConnectionMade: (session) => session.query('HOOK?') })
    const call = failure(sock.query('Q1'), { code: 'SOCKIO_CLOSED', phase: 'initialising', sent: 'no' })
    await device.received('HOOK?')
    await sock.close()
    await call
    await device.disconnected()
    assert.deepEqual(seen.states, ['connecting', 'initialising', 'closing', 'idle'])
  },

  'waiting ends when nobody wants the connection any more': async ({ peer, connect }) => {
    const seen = new Recorder()
    const device = await peer('numbered', { faults: faults.refuse() })
    const sock = connect(device, {
      ...seen.options,
      reconnect: { retries: 9, minDelay: 3_600_000, maxDelay: 3_600_000, jitter: false },
    })
    const control = new AbortController()
    const call = failure(sock.query('Q1', { signal: control.signal }), { code: 'SOCKIO_ABORTED', sent: 'no' })
    await seen.state('waiting')
    control.abort()
    await call
    await seen.state('idle')
    assert.deepEqual(seen.states, ['connecting', 'waiting', 'idle'])
  },

  'disposal is final': async ({ peer, connect }) => {
    const seen = new Recorder()
    const device = await peer('numbered')
    const sock = connect(device, seen.options)
    await sock.open()
    await sock[Symbol.asyncDispose]()
    assert.equal(sock.state, 'closed')
    assert.deepEqual(seen.states, [...OPENED, 'closing', 'closed'])
    const refused = { code: 'SOCKIO_CLOSED', sent: 'no' } as const
    await failure(sock.query('Q1'), refused)
    await failure(sock.open(), refused)
    await failure(
      sock.transaction(() => undefined),
      refused,
    )
    await failure(sock.lines().next(), refused)
    assert.equal(await device.connections(), 1)
  },

  'disposal of an idle socket, and a second one, are no errors': async ({ peer, connect }) => {
    const sock = connect(await peer('numbered'))
    await sock[Symbol.asyncDispose]()
    assert.equal(sock.state, 'closed')
    await sock[Symbol.asyncDispose]()
    await sock.close()
    assert.equal(sock.state, 'closed')
  },

  'disposal ends calls that wait, with ClosedError': async ({ peer, connect }) => {
    const device = await peer('silent')
    const sock = connect(device)
    const calls = ['Q1', 'Q2'].map((text) => failure(sock.query(text), { code: 'SOCKIO_CLOSED' }))
    await device.received('Q1')
    await sock[Symbol.asyncDispose]()
    await Promise.all(calls)
    await device.disconnected()
    assert.deepEqual(await device.requests(), ['Q1'])
  },

  'connectionCounter counts the connections that became ready': async ({ peer, connect }) => {
    let fails = true
    const inHook: number[] = []
    const hook = () => {
      inHook.push(sock.connectionCounter)
      if (fails) throw new Error('not yet')
    }
    const sock: SubjectSocket = connect(await peer('numbered'), { onConnectionMade: hook })
    await failure(sock.open(), { code: 'SOCKIO_INIT' })
    assert.equal(sock.connectionCounter, 0)
    fails = false
    await sock.open()
    assert.equal(sock.connectionCounter, 1)
    await sock.close()
    await sock.open()
    assert.deepEqual(inHook, [0, 0, 1]) // 0 is the first connection
  },

  'a connection can be opened and closed many times': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    for (let n = 1; n <= 50; n++) {
      assert.equal(await sock.query(`Q${n}`), `A${n}`)
      await sock.close()
    }
    assert.equal(sock.connectionCounter, 50)
    await device.disconnected()
  },
})
