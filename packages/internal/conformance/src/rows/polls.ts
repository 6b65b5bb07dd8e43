/** `poll`: a request again and again, counted at the instrument. */
import assert from 'node:assert/strict'
import { raw } from '@sockio/sim'
import { broken, decimal } from '../decoders.ts'
import { failure, refusal } from '../failure.ts'
import { Resources } from '../resources.ts'
import { table } from '../row.ts'

/** A period whose second tick nobody lives to see, in ms. */
const NEVER = 2 ** 31 - 1
const numbers = { replies: { 'N?': '7', 'BAD?': '1.5V', '*IDN?': 'me' } }

export const pollRows = table('poll', {
  'poll asks at once, and then at the ticks, and gives the replies': async ({ peer, connect }) => {
    const device = await peer(numbers)
    const readings = connect(device).poll('N?', 1)
    const values: unknown[] = []
    for (let i = 0; i < 5; i++) values.push((await readings.next()).value)
    await readings.return()
    assert.deepEqual(values, ['7', '7', '7', '7', '7'])
    assert((await device.requests()).length >= 5)
  },

  'poll({ as }) gives values': async ({ peer, connect }) => {
    const readings = connect(await peer(numbers)).poll('N?', 1, { as: decimal })
    assert.deepEqual([(await readings.next()).value, (await readings.next()).value], [7, 7])
    await readings.return()
  },

  'poll asks once before its second tick': async ({ peer, connect }) => {
    const device = await peer(numbers)
    const sock = connect(device)
    const readings = sock.poll('N?', NEVER)
    assert.equal((await readings.next()).value, '7')
    const next = readings.next()
    assert.equal(await sock.query('*IDN?'), 'me')
    await readings.return()
    assert.deepEqual(await next, { value: undefined, done: true })
    assert.deepEqual(await device.requests(), ['N?', '*IDN?'])
  },

  'poll: no request overlaps the one before, however slow the instrument is': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const readings = connect(device, { pipeline: 8 }).poll('HOLD x', 1)
    const pulls = [readings.next(), readings.next(), readings.next()]
    for (let n = 1; n <= 3; n++) {
      await device.received(n)
      await device.turned()
      assert.equal((await device.requests()).length, n)
      await device.release()
      assert.equal((await pulls[n - 1])?.value, 'x')
    }
    await readings.return()
  },

  'poll: the first request that fails ends it, and nothing more is asked': async ({ peer, connect }) => {
    const device = await peer(numbers)
    const sock = connect(device)
    const readings = sock.poll('BAD?', 1, { as: decimal })
    await failure(readings.next(), { code: 'SOCKIO_DECODE', partial: '1.5V', request: 'BAD?\n' })
    assert.deepEqual(await readings.next(), { value: undefined, done: true })
    assert.equal(await sock.query('*IDN?'), 'me')
    assert.deepEqual(await device.requests(), ['BAD?', '*IDN?'])
  },

  'poll: a request that times out ends it': async ({ peer, connect }) => {
    const sock = connect(await peer('silent'))
    await sock.open()
    const readings = sock.poll('N?', 1, { timeout: 30 })
    await failure(readings.next(), { code: 'SOCKIO_TIMEOUT', request: 'N?\n' })
    assert.deepEqual(await readings.next(), { value: undefined, done: true })
  },

  'poll: a decoder that throws ends it': async ({ peer, connect }) => {
    const readings = connect(await peer(numbers)).poll('N?', 1, { as: broken })
    await failure(readings.next(), { code: 'SOCKIO_DECODE', cause: 'RangeError' })
    assert.deepEqual(await readings.next(), { value: undefined, done: true })
  },

  'poll: one that is left leaves no timer': async ({ peer, connect }) => {
    const resources = new Resources()
    const sock = connect(await peer(numbers))
    const { signal } = resources.control
    const readings = sock.poll('N?', NEVER, { signal })
    assert.equal((await readings.next()).value, '7')
    const next = readings.next() // waits for a tick
    await readings.return()
    assert.deepEqual(await next, { value: undefined, done: true })
    await sock.close()
    await resources.released()
  },

  'poll: one that is not begun asks nothing': async ({ peer, connect }) => {
    const device = await peer(numbers)
    const sock = connect(device)
    const readings = sock.poll('N?', 1)
    await readings.return()
    assert.deepEqual(await readings.next(), { value: undefined, done: true })
    assert.equal(sock.state, 'idle')
    assert.equal(await device.connections(), 0)
  },

  'poll: a signal ends it in the middle of a period': async ({ peer, connect }) => {
    const device = await peer(numbers)
    const control = new AbortController()
    const readings = connect(device).poll('N?', NEVER, { signal: control.signal })
    assert.equal((await readings.next()).value, '7')
    const next = failure(readings.next(), { code: 'SOCKIO_ABORTED', sent: 'no' })
    control.abort(new Error('enough'))
    await next
    assert.deepEqual(await device.requests(), ['N?'])
  },

  'poll: another request comes between its own': async ({ peer, connect }) => {
    const device = await peer({ replies: { 'N?': raw('1\n'), 'M?': raw('2\n') } })
    const sock = connect(device)
    const readings = sock.poll('N?', 1)
    for (let i = 0; i < 3; i++) {
      assert.equal((await readings.next()).value, '1')
      assert.equal(await sock.query('M?'), '2')
    }
    await readings.return()
  },

  ...Object.fromEntries(
    (
      [
        [0, 'RangeError'],
        [-1, 'RangeError'],
        [Number.NaN, 'RangeError'],
        [Number.POSITIVE_INFINITY, 'RangeError'],
        [2 ** 31, 'RangeError'],
        [null, 'TypeError'],
        [true, 'TypeError'],
      ] as const
    ).map(([period, kind]) => [
      `poll: the period ${String(period)} is refused`,
      async ({ peer, connect }) => {
        const device = await peer(numbers)
        const sock = connect(device)
        const poll = async () => sock.poll('N?', period as number).next()
        await refusal(poll, kind, 'period')
        assert.equal(await device.connections(), 0)
      },
    ]),
  ),

  'poll: a request that is neither text nor a function is refused': async ({ peer, connect }) => {
    const device = await peer(numbers)
    const sock = connect(device)
    await refusal(async () => sock.poll(5 as never, 10).next(), 'TypeError', 'request')
    assert.equal(await device.connections(), 0)
  },
})
