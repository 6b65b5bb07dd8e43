/** Drivers of instruments: one definition, the same in every flavour. */
import assert from 'node:assert/strict'
import type { Decoder } from '@sockio/core'
import { action, float32, instrument, integer, number, property, reading } from '@sockio/instrument'
import { raw } from '@sockio/sim'
import { failure, refusal, rejection } from '../failure.ts'
import { Resources } from '../resources.ts'
import { table } from '../row.ts'
import { supply } from '../supply-driver.ts'
import { valuesOf } from '../values.ts'

/** A period whose second tick nobody lives to see, in ms. */
const NEVER = 2 ** 31 - 1
const meter = instrument({
  level: property('LEV', number()),
  volts: reading('VOLT?', number()),
  broken: reading('BAD?', number()),
})

export const driverRows = table('drivers', {
  'a driver asks for values and sets them': async ({ peer, connect }) => {
    const psu = supply.on(connect(await peer('supply')))
    await psu.voltage.set(5)
    assert.equal(await psu.voltage.get(), 5)
    assert.deepEqual(await psu.identity.get(), {
      manufacturer: 'SOCKIO',
      model: 'SUPPLY',
      serial: '0',
      firmware: '1.0',
    })
    await psu.reset()
    assert.equal(await psu.voltage.get(), 0)
  },

  'a driver: words, records and channels': async ({ peer, connect }) => {
    const psu = supply.on(connect(await peer('supply')))
    await psu.output.set('off')
    assert.equal(await psu.output.get(), 'off')
    await psu.limits.set({ low: -1.5, high: 2 })
    assert.deepEqual(await psu.limits.get(), { low: -1.5, high: 2 })
    await psu.channel[2].scale.set(0.5)
    assert.deepEqual([await psu.channel[1].scale.get(), await psu.channel[2].scale.get()], [1, 0.5])
  },

  'a driver: blocks of numbers, both ways': async ({ peer, connect }) => {
    const psu = supply.on(connect(await peer('supply')))
    assert.deepEqual([...(await psu.curve.get())], [0.5, -2, 1024])
    const letters = new Float32Array(Uint8Array.from(Buffer.from('ABCDabcd')).buffer) // the peer takes text
    await psu.waveform.set(letters)
    assert.deepEqual(await psu.waveform.get(), letters)
  },

  'a value that can not be set is refused before anything is sent, by the name of its property': async ({
    peer,
    connect,
  }) => {
    const device = await peer('supply')
    const sock = connect(device)
    const psu = supply.on(sock)
    const wide = await rejection(psu.voltage.set(31))
    assert(wide instanceof RangeError)
    assert.equal(wide.message, 'voltage: expected a number from 0 to 30 V, got 31')
    const word = await rejection(psu.output.set('up' as 'on'))
    assert(word instanceof TypeError && word.message.startsWith('output: expected '), String(word))
    const low = await rejection(psu.limits.set({ low: Number.NaN, high: '1' as unknown as number }))
    assert(low instanceof TypeError && low.message.startsWith('limits.high: expected '), String(low))
    const careful = supply.with({ voltage: { max: 6 } }).on(sock)
    const narrow = await rejection(careful.voltage.set(7))
    assert(narrow instanceof RangeError)
    assert.equal(narrow.message, 'voltage: expected a number from 0 to 6 V, got 7')
    assert.equal(sock.state, 'idle')
    assert.equal(await device.connections(), 0)
  },

  'the limits that the instrument has are asked for once per connection': async ({ peer, connect }) => {
    const device = await peer('supply')
    const sock = connect(device)
    const psu = supply.on(sock)
    await psu.current.set(2)
    const wide = await rejection(psu.current.set(6))
    assert(wide instanceof RangeError)
    assert.equal(wide.message, 'current: expected a number from 0 to 5 A, got 6')
    assert.equal((await device.requests()).filter((request) => request === 'CURR? MAX').length, 1)
    await sock.close()
    await psu.current.set(1)
    assert.equal((await device.requests()).filter((request) => request === 'CURR? MAX').length, 2)
  },

  'limits that the instrument does not have are none': async ({ peer, connect }) => {
    const replies = { 'LEV? MIN': '9.91E37', 'LEV? MAX': '9.91E37', 'LEV?': '1' }
    const level = instrument({ level: property('LEV', number(), { limits: 'query' }) }).on(
      connect(await peer({ replies })),
    )
    await level.level.set(1e6)
    assert.equal(await level.level.get(), 1)
  },

  'a driver in a transaction and in the hook': async ({ peer, connect }) => {
    const device = await peer('supply')
    const seen: unknown[] = []
    const sock = connect(device, {
      onConnectionMade: async (session) => {
        const psu = supply.on(session)
        await psu.voltage.set(4)
        seen.push(await psu.voltage.get())
      },
    })
    await sock.transaction(async (session) => {
      const psu = supply.on(session)
      seen.push(await psu.voltage.get())
      const calls = [psu.voltage.set(25), psu.voltage.set(5), psu.sweep(1, 2)]
      const [first, ...others] = await Promise.allSettled(calls)
      assert.equal(first?.status, 'rejected')
      assert.deepEqual(
        others.map(({ status }) => status),
        ['fulfilled', 'fulfilled'],
      )
    })
    assert.deepEqual(seen, [4, 4])
  },

  'a driver is polled: leaving leaves no timer, an error ends it': async ({ peer, connect }) => {
    const device = await peer({ replies: { 'LEV?': '7', 'VOLT?': '1.5', 'BAD?': '1.5V', '*IDN?': 'me' } })
    const sock = connect(device)
    const use = meter.on(sock)
    await refusal(async () => use.volts.poll(0).next(), 'RangeError', 'period')
    await refusal(async () => use.volts.poll(null as unknown as number).next(), 'TypeError', 'period')
    assert.equal(await device.connections(), 0)

    await sock.open()
    await sock.close()
    const resources = new Resources() // what the first connection of a process makes is there
    const volts = use.volts.poll(1)
    for (let i = 0; i < 3; i++) assert.deepEqual(await volts.next(), { value: 1.5, done: false })
    await volts.return()
    assert.deepEqual(await volts.next(), { value: undefined, done: true })

    const levels = use.level.poll(NEVER)
    assert.equal((await levels.next()).value, 7)
    const next = levels.next() // waits for a tick
    assert.equal(await sock.query('*IDN?'), 'me')
    await levels.return()
    assert.deepEqual(await next, { value: undefined, done: true })

    const broken = use.broken.poll(1)
    await failure(broken.next(), { code: 'SOCKIO_DECODE', partial: '1.5V', request: 'BAD?\n' })
    assert.deepEqual(await broken.next(), { value: undefined, done: true })

    await sock.transaction(async (session) => {
      const own = meter.on(session).level.poll(1)
      assert.deepEqual([(await own.next()).value, (await own.next()).value], [7, 7])
      await own.return()
    })
    const requests = await device.requests()
    assert.equal(requests.filter((request) => request === 'BAD?').length, 1)
    await sock.close()
    await resources.released()
  },

  'an action gives what its answer means: of a line, of a block, checked and not': async ({ peer, connect }) => {
    const device = await peer('supply')
    const sock = connect(device)
    const scope = instrument(
      {
        scale: action((channel: number) => `CHAN${channel}:SCAL?`, { answer: number() }),
        curve: action(() => 'CURV?', { answer: float32({ endian: 'big' }) }),
        moved: action((x: number) => `MOVE ${x},0;:CHAN1:SCAL?`, { answer: integer(), settles: 'opc' }),
        travelled: action((x: number) => `MOVE ${x},0;:CHAN1:SCAL?`, { answer: integer(), settles: 'poll' }),
      },
      { link: { eol: '\n' }, checkErrors: true },
    )
    for (const use of [scope.on(sock), scope.on(sock, { checkErrors: false })]) {
      assert.equal(await use.scale(2), 1)
      assert.deepEqual([...(await use.curve())], [0.5, -2, 1024])
      assert.equal(await use.moved(1), 1)
      assert.equal(await use.travelled(1), 1)
    }
  },

  'a decoder whose reply ends as a module says, in a driver and without': async ({ peer, connect }) => {
    const sock = connect(await peer({ replies: { 'Q 5': raw(Buffer.from('\0\x05hello')), Q1: 'A1' } }))
    const answer: Decoder<string> = {
      framing: { module: new URL('../prefixed.cjs', import.meta.url).href },
      decode: (frame) => Buffer.from(frame).toString(),
      describe: () => ({ kind: 'text' }),
    }
    const device = instrument({ ask: action((n: number) => `Q ${n}`, { answer }) }).on(sock)
    assert.equal(await device.ask(5), 'hello')
    assert.equal(await valuesOf(sock).query('Q 5', { as: answer }), 'hello')
    assert.equal(await sock.query('Q1'), 'A1')
  },
})
