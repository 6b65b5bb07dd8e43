/** Section 2.4: the notifications, and callbacks that fail. */
import assert from 'node:assert/strict'
import { faults } from '@sockio/sim'
import { failure } from '../failure.ts'
import { Recorder } from '../recorder.ts'
import { table } from '../row.ts'
import type { SubjectOptions } from '../subject.ts'
import { until } from '../until.ts'
import { WireTap } from '../wire-tap.ts'

export const notificationRows = table('2.4 notifications', {
  'onWire: every byte sent and received, with its time': async ({ peer, connect }) => {
    const tap = new WireTap()
    const sock = connect(await peer('numbered', { faults: faults.banner('hi') }), { onWire: tap.onWire })
    assert.equal(String(await sock.readLine()), 'hi\n')
    await sock.query('Q1')
    assert.deepEqual(tap.log, ['received hi\n', 'sent Q1\n', 'received A1\n'])
    const times = tap.times.map(({ time }) => time)
    assert.deepEqual(
      times,
      times.toSorted((a, b) => a - b),
    )
  },

  'onConnectionLost: has the error of a loss, and none after close()': async ({ peer, connect }) => {
    const seen = new Recorder()
    const device = await peer('numbered')
    const sock = connect(device, seen.options)
    await sock.open()
    await sock.close()
    assert.deepEqual([...seen.lost], [undefined])
    await sock.open()
    await device.disconnect('reset')
    await seen.state('idle', 2)
    assert.equal((seen.lost.at(-1) as NodeJS.ErrnoException).code, 'ECONNRESET')
  },

  'onEofReceived: before the connection is lost': async ({ peer, connect }) => {
    const seen = new Recorder()
    const device = await peer('numbered')
    const sock = connect(device, seen.options)
    await sock.open()
    await device.disconnect('end')
    await seen.state('idle')
    assert.deepEqual(seen.log.slice(3), ['eof', 'lost', 'state idle'])
  },

  'a listener that throws is told to onError, and harms nothing': async ({ peer, connect }) => {
    const seen = new Recorder()
    const boom = (): never => {
      throw new Error('boom')
    }
    const throwing: SubjectOptions = {
      onStateChange: boom,
      onConnectionLost: boom,
      onEofReceived: boom,
      onStray: boom,
      onWire: boom,
      onRetry: boom,
    }
    const device = await peer('numbered', { faults: faults.banner('hi') })
    const sock = connect(device, { ...throwing, onError: seen.options.onError, retries: 1 })
    await sock.open()
    await until('the banner is there', () => sock.inWaiting === 3)
    assert.equal(await sock.query('Q1'), 'A1')
    await device.clear()
    await device.inject(faults.close({ times: 1 }))
    assert.equal(await sock.query('Q2'), 'A2')
    assert(seen.errors.length >= 8, `${seen.errors.length} errors`)
    assert(seen.errors.every((error) => error.message === 'boom'))
  },

  'a listener that rejects is told to onError': async ({ peer, connect }) => {
    const seen = new Recorder()
    const onStateChange = () => Promise.reject(new Error('boom'))
    const sock = connect(await peer('numbered'), { onStateChange, onError: seen.options.onError })
    assert.equal(await sock.query('Q1'), 'A1')
    await until('it is told', () => seen.errors.length === 3)
  },

  'an onError that throws itself harms nothing': async ({ peer, connect }) => {
    const boom = (): never => {
      throw new Error('boom')
    }
    const warned = new Promise((resolve) => process.once('warning', resolve))
    const sock = connect(await peer('numbered'), { onStateChange: boom, onError: boom })
    assert.equal(await sock.query('Q1'), 'A1')
    await warned
  },

  'a reconnect function that throws stops the attempts and is told to onError': async ({ peer, connect }) => {
    const seen = new Recorder()
    const reconnect = () => {
      throw new Error('boom')
    }
    const device = await peer('numbered', { faults: faults.refuse() })
    const sock = connect(device, { reconnect, onError: seen.options.onError })
    await failure(sock.open(), { code: 'SOCKIO_CONNECT' })
    assert.deepEqual(
      seen.errors.map(({ message }) => message),
      ['boom'],
    )
  },

  'a match function that throws is told to onError, and its line is no match': async ({ peer, connect }) => {
    const seen = new Recorder()
    const sock = connect(await peer('numbered'), { onError: seen.options.onError })
    const match = () => {
      throw new Error('boom')
    }
    const stream = sock.lines({ match })
    const item = stream.next()
    assert.equal(await sock.query('Q1'), 'A1')
    await stream.return()
    await item
    assert.equal(seen.errors[0]?.message, 'boom')
  },

  'callbacks may use the socket': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const replies: Promise<string>[] = []
    const sock = connect(device, {
      onStateChange: (state) => void (state === 'ready' && replies.push(sock.query('Q2'))),
    })
    assert.equal(await sock.query('Q1'), 'A1')
    assert.deepEqual(await Promise.all(replies), ['A2'])
  },

  'onWire may use the socket': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const replies: Promise<string>[] = []
    const sock = connect(device, {
      onWire: ({ direction }) => void (replies.length < 2 && replies.push(sock.query(`Q${direction}`))),
    })
    assert.equal(await sock.query('Q1'), 'A1')
    assert.deepEqual(await Promise.all(replies), ['Asent', 'Areceived'])
    assert.deepEqual(await device.requests(), ['Q1', 'Qsent', 'Qreceived'])
  },

  'a reconnect function may close the socket': async ({ peer, connect }) => {
    const device = await peer('numbered', { faults: faults.refuse() })
    const closed: Promise<void>[] = []
    const reconnect = () => 60_000 * closed.push(sock.close())
    const sock = connect(device, { reconnect })
    await failure(sock.query('Q1'), { code: 'SOCKIO_CLOSED' })
    assert.equal(closed.length, 1)
    await closed[0]
    assert.equal(sock.state, 'idle')
  },

  'a match function may use the socket, and changes no order with it': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    const calls: Promise<unknown>[] = []
    const match = (line: Buffer) => {
      if (calls.length === 0) calls.push(sock.readLines(2), sock.write('W1\n'), Promise.resolve(sock.readBuffer()))
      return line[0] === 0x21
    }
    const stream = sock.lines({ match, encoding: 'utf8' })
    const item = stream.next()
    await device.send(['one', '!', 'two'])
    assert.deepEqual(await item, { value: '!', done: false })
    const [lines, , taken] = await Promise.all(calls)
    assert.deepEqual((lines as Buffer[]).map(String), ['one\n', 'two\n'])
    assert.equal(String(taken), '')
    await device.received('W1')
  },
})
