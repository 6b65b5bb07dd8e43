/** Section 2.5: streams whose connection ends. */
import assert from 'node:assert/strict'
import { faults, raw } from '@sockio/sim'
import { failure } from '../failure.ts'
import { indices, take } from '../pull.ts'
import { Recorder } from '../recorder.ts'
import { table } from '../row.ts'
import { until } from '../until.ts'

export const streamLossRows = table('2.5 streams across losses', {
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

  'lines that had come before the loss, and that nobody took before the stream is left, are set aside': async ({
    peer,
    connect,
  }) => {
    const seen = new Recorder()
    const device = await peer('numbered')
    const sock = connect(device, seen.options)
    await sock.open()
    const stream = sock.lines({ encoding: 'utf8' })
    const first = stream.next()
    await device.send(raw('1\n2\n3\n'))
    assert.equal((await first).value, '1')
    await device.disconnect('end')
    await until('the connection is lost', () => !sock.connected)
    await stream.return()
    await until('they are set aside', () => seen.strayText === '2\n3\n')
    assert.deepEqual(new Set(seen.origins), new Set(['stream']))
  },

  'lines that had come before close() are dropped with all else that had, also where the stream is left later': async ({
    peer,
    connect,
  }) => {
    const seen = new Recorder()
    const device = await peer('numbered')
    const sock = connect(device, seen.options)
    await sock.open()
    const stream = sock.lines({ encoding: 'utf8' })
    const first = stream.next()
    await device.send(raw('1\n2\n3\n'))
    assert.equal((await first).value, '1')
    await sock.close()
    await stream.return()
    assert.equal(await sock.query('Q1'), 'A1')
    assert.deepEqual(seen.strays, [])
  },

  'a stream does not restart unasked': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    await sock.open()
    const stream = sock.lines()
    const first = stream.next()
    await device.send('one')
    assert.equal(String((await first).value), 'one\n') // begun before the loss, also where that takes another thread
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
})
