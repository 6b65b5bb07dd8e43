/** Drivers of instruments: one definition, the same in every flavour. */
import assert from 'node:assert/strict'
import type { Decoder } from '@sockio/core'
import { action, float32, instrument, integer, number, property, reading, wait } from '@sockio/instrument'
import { raw } from '@sockio/sim'
import { failure, refusal, rejection } from '../failure.ts'
import { Resources } from '../resources.ts'
import { table } from '../row.ts'
import { rig, supply } from '../supply-driver.ts'
import { valuesOf } from '../values.ts'

const CALLERS = 8
const EACH = 312

/** A period whose second tick nobody lives to see, in ms. */
const NEVER = 2 ** 31 - 1
const meter = instrument({
  level: property('LEV', number()),
  volts: reading('VOLT?', number()),
  broken: reading('BAD?', number()),
})

interface Complained extends Error {
  readonly number: number
  readonly text: string
  readonly command: string
  readonly errors: readonly { readonly number: number; readonly text: string }[]
}

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

  'a set is sent with its check in one piece, and costs one exchange': async ({ peer, connect }) => {
    const device = await peer('supply')
    const sent: string[] = []
    const sock = connect(device, {
      onWire: ({ direction, bytes }) => {
        if (direction === 'sent') sent.push(Buffer.from(bytes).toString())
      },
    })
    const psu = supply.on(sock)
    await psu.voltage.set(1) // the first asks for errors that are left of before
    await psu.voltage.set(2)
    await psu.move(1, 2)
    assert.equal(await sock.query('*OPC?'), '1') // what was told of the wire before is heard now
    assert.deepEqual(sent.slice(1, 4), ['VOLT 1\nSYST:ERR?\n', 'VOLT 2\nSYST:ERR?\n', 'MOVE 1,2\n*OPC?\nSYST:ERR?\n'])
  },

  'what the instrument complains of is an InstrumentError, with all that it says': async ({ peer, connect }) => {
    const sock = connect(await peer('supply'))
    const psu = supply.on(sock)
    const error = (await failure(psu.voltage.set(25), {
      code: 'SOCKIO_INSTRUMENT',
      sent: 'yes',
      says: ['-222', 'VOLT 25'],
    })) as unknown as Complained
    assert.deepEqual([error.number, error.text, error.command], [-222, 'Data out of range', 'VOLT 25'])
    const all = (await failure(psu.spoil(), { code: 'SOCKIO_INSTRUMENT' })) as unknown as Complained
    assert.deepEqual(
      all.errors.map(({ number }) => number),
      [-113, -222, -104],
    )
    const slow = (await failure(psu.spoilSlowly(), { code: 'SOCKIO_INSTRUMENT' })) as unknown as Complained
    assert.deepEqual([slow.number, slow.command], [-113, 'SPO'])
    assert.deepEqual(await psu.errors(), [])
    await psu.voltage.set(1)
    const loose = supply.on(sock, { checkErrors: false })
    await loose.voltage.set(25)
    assert.deepEqual(
      (await psu.errors()).map(({ number }) => number),
      [-222, -222],
    )
  },

  'an error of an earlier connection, or of before the driver, is not blamed on the next set': async ({
    peer,
    connect,
  }) => {
    const device = await peer('supply')
    const sock = connect(device)
    await sock.write('NONSENSE\n')
    const psu = supply.on(sock)
    await psu.voltage.set(1)
    await sock.close()
    const other = connect(device)
    await other.command('NONSENSE')
    assert.equal(await other.query('*OPC?'), '1')
    await psu.voltage.set(2)
    assert.equal(await psu.voltage.get(), 2)
  },

  'errors that a call has not heard, as it failed, are not blamed on the next set': async ({ peer, connect }) => {
    const psu = supply.on(connect(await peer({ name: 'supply', says: ['0', 'no number', '-5,"left"'] })))
    await failure(psu.voltage.set(1), { code: 'SOCKIO_DECODE', says: ['no number'] })
    await psu.voltage.set(2)
    assert.deepEqual(await psu.errors(), [])
  },

  'no error is told to another caller: many at once, at random': async ({ peer, connect, note }) => {
    const sock = connect(await peer('supply'))
    let state = 7
    const next = () => {
      state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
      return state / 0x7fffffff
    }
    let wrong = 0
    let refused = 0
    const caller = async (n: number) => {
      const psu = supply.on(sock)
      for (let i = 0; i < EACH; i++) {
        const volts = Math.round(next() * 29) + n / 100 + i / 1e6 // the instrument takes up to 20
        const asked = next() < 0.1 ? psu.output.get() : undefined
        const error = await psu.voltage.set(volts).then(
          () => undefined,
          (thrown: unknown) => thrown as Complained,
        )
        await asked
        if (error === undefined ? volts > 20 : volts <= 20 || error.command !== `VOLT ${volts}`) wrong++
        if (error !== undefined) refused++
        if (error !== undefined && error.errors.length !== 2) wrong++
      }
    }
    await Promise.all(Array.from({ length: CALLERS }, (_, n) => caller(n)))
    assert.equal(wrong, 0)
    assert(refused > CALLERS * EACH * 0.1)
    note(`${CALLERS * EACH} sets`)
  },

  'a procedure has the instrument for itself, and gives what it returns': async ({ peer, connect }) => {
    const device = await peer('supply')
    const sock = connect(device)
    const psu = supply.on(sock)
    const [points] = await Promise.all([psu.sweep(1, 3), sock.query('*IDN?')])
    assert.deepEqual(points, [
      { volts: 1, amperes: 1 },
      { volts: 2, amperes: 1 },
      { volts: 3, amperes: 1 },
    ])
    const requests = await device.requests()
    assert(requests.indexOf('*IDN?') > requests.indexOf('OUTP 0'), requests.join(' '))
    assert.equal(await psu.output.get(), 'off')
  },

  'what a step of a procedure fails with is thrown in it, and what it throws is its own': async ({ peer, connect }) => {
    const psu = supply.on(connect(await peer('supply')))
    assert.equal(await psu.tryout(25), 'refused: InstrumentError')
    assert.equal(await psu.tryout(31), 'refused: RangeError')
    assert.equal(await psu.tryout(1), 'taken')
    const mistake = (await rejection(psu.mistake())) as Error
    assert.equal(mistake.message, 'a mistake')
    assert.equal(await psu.voltage.get(), 1)
  },

  'what is no procedure is a TypeError, and leaves the instrument to others': async ({ peer, connect }) => {
    const sock = connect(await peer('supply'))
    const uses = async (psu: ReturnType<typeof bound>) => {
      const early = await rejection(psu.early(-1))
      assert(early instanceof RangeError && early.message === 'volts: expected at least 0', String(early))
      const none = await rejection(psu.none())
      assert(none instanceof TypeError && none.message.startsWith('none: expected a generator'), String(none))
      const promising = await rejection(psu.asynchronous())
      assert(promising instanceof TypeError && promising.message.startsWith('asynchronous: expected a generator'))
      const empty = await rejection(psu.empty())
      assert(empty instanceof TypeError && empty.message.includes('yield*'), String(empty))
      await psu.early(3)
      assert.equal(await psu.voltage.get(), 3)
    }
    const bound = () => supply.on(sock)
    await uses(bound())
    await sock.transaction((session) => uses(supply.on(session)))
  },

  'an abort in the midst of a procedure runs its finally, and its steps are done': async ({ peer, connect }) => {
    const device = await peer('supply')
    const sock = connect(device)
    const control = new AbortController()
    const resting = supply.on(sock, { signal: control.signal }).rest(3_600_000)
    await device.received('OUTP 1')
    control.abort(new Error('enough'))
    await failure(resting, { code: 'SOCKIO_ABORTED', says: ['enough'] })
    assert.equal((await device.requests()).at(-2), 'OUTP 0')
    assert.equal(sock.connectionCounter, 1)
    assert.equal(await supply.on(sock).output.get(), 'off')
  },

  'a procedure that takes longer than its timeout runs its finally, and is a TimeoutError': async ({
    peer,
    connect,
  }) => {
    const device = await peer('supply')
    const sock = connect(device)
    await failure(supply.on(sock, { timeout: 200 }).rest(3_600_000), { code: 'SOCKIO_TIMEOUT', says: ['200 ms'] })
    assert.equal((await device.requests()).at(-2), 'OUTP 0')
    assert.equal(await supply.on(sock).output.get(), 'off')
  },

  'a procedure whose timeout is over gets no more replies, whatever it catches': async ({ peer, connect }) => {
    const device = await peer('supply')
    const sock = connect(device)
    await failure(supply.on(sock, { timeout: 50 }).stubborn(), { code: 'SOCKIO_TIMEOUT' })
    const after = (await device.requests()).length
    assert.equal(await supply.on(sock).output.get(), 'off')
    assert((await device.requests()).length <= after + 2) // one may have been under way
  },

  'what cleans up after a timeout has that limit too, where the connection has none': async ({ peer, connect }) => {
    const cleaning = instrument({ mute: reading('MUTE?', number()) }).extend((device) => ({
      *rest() {
        try {
          yield* wait(3_600_000)
        } finally {
          yield* device.mute.get()
        }
      },
    }))
    const resting = cleaning.on(connect(await peer('silent')), { timeout: 50 }).rest()
    await failure(resting, { code: 'SOCKIO_TIMEOUT', says: ['rest of a driver', '50 ms'] })
  },

  'a procedure in a transaction whose time is over as it waits for another sends nothing': async ({
    peer,
    connect,
  }) => {
    const device = await peer('supply')
    const sock = connect(device)
    await sock.transaction(async (session) => {
      const resting = supply.on(session).rest(300)
      const waiting = rejection(supply.on(session, { timeout: 50 }).tryout(7))
      const [, late] = await Promise.all([resting, waiting])
      assert.equal((late as { readonly code: string }).code, 'SOCKIO_TIMEOUT')
    })
    assert(!(await device.requests()).includes('VOLT 7'))
  },

  'a set that is not answered within its timeout is a TimeoutError': async ({ peer, connect }) => {
    const device = await peer('silent')
    const psu = supply.on(connect(device), { checkErrors: false })
    await failure(psu.voltage.get({ timeout: 50 }), { code: 'SOCKIO_TIMEOUT', says: ['50 ms'] })
    const checked = supply.on(connect(device))
    await failure(checked.voltage.set(1, { timeout: 1000 }), { code: 'SOCKIO_TIMEOUT', says: ['SYST:ERR?'] })
  },

  'a procedure whose connection is lost fails, and the next one has another': async ({ peer, connect }) => {
    const device = await peer('supply')
    const sock = connect(device)
    const psu = supply.on(sock)
    const losing = psu.rest(100)
    await device.received('OUTP 1')
    await device.disconnect('reset')
    const error = (await rejection(losing)) as { readonly code: string }
    assert(['SOCKIO_NOT_CONNECTED', 'SOCKIO_CONNECTION_LOST', 'SOCKIO_CONNECTION_EOF'].includes(error.code), error.code)
    await psu.voltage.set(3)
    assert.equal(await psu.voltage.get(), 3)
    assert.equal(sock.connectionCounter, 2)
  },

  'close() ends a procedure, and nothing opens again': async ({ peer, connect }) => {
    const device = await peer('supply')
    const sock = connect(device)
    const resting = rejection(supply.on(sock).rest(3_600_000))
    await device.received('OUTP 1')
    await sock.close()
    assert.equal(((await resting) as { readonly code: string }).code, 'SOCKIO_CLOSED')
    await device.disconnected()
    assert.equal(await device.connections(), 1)
  },

  'what settles with *OPC? waits for that; what settles by polling leaves the instrument to others': async ({
    peer,
    connect,
  }) => {
    const device = await peer({ name: 'supply', travel: 120 })
    const sock = connect(device)
    const psu = supply.on(sock)
    await psu.move(1, 2)
    const requests = await device.requests()
    assert.deepEqual(requests.slice(-3), ['MOVE 1,2', '*OPC?', 'SYST:ERR?'])
    let arrived = 0
    const travels = [psu.travel(3, 4), psu.travel(5, 6)].map((each) => each.then(() => arrived++))
    await device.received(/^MOVE 5/)
    assert.equal(await psu.voltage.get(), 0)
    assert.equal(arrived, 0)
    await Promise.all(travels)
  },

  'what settles by polling has the limit of a call, and is told what others read': async ({ peer, connect }) => {
    const never = connect(await peer({ replies: { '*ESR?': '0' } }), { timeout: 100 })
    const machine = instrument({ go: action('GO', { settles: 'poll' }) })
    await failure(machine.on(never).go(), { code: 'SOCKIO_TIMEOUT' })
    const psu = supply.on(connect(await peer({ name: 'supply', travel: 120 })))
    let arrived = false
    const travelling = psu.travel(1, 2).then(() => {
      arrived = true
    })
    while (!arrived) await psu.status.events.get() // and clears it
    await travelling
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

  'a driver of an instrument that answers each set, and says no there': async ({ peer, connect }) => {
    const radio = rig.on(connect(await peer('rig')))
    await radio.frequency.set(14_250_000)
    assert.equal(await radio.frequency.get(), 14_250_000)
    const error = (await failure(radio.frequency.set(-1), {
      code: 'SOCKIO_INSTRUMENT',
      request: 'F -1\n',
    })) as unknown as Complained
    assert.deepEqual([error.number, error.text, error.command], [-1, 'RPRT -1', 'F -1'])
    await failure(radio.frequency.set(7), { code: 'SOCKIO_DECODE', says: ['"RPRT 0"'] })
    const checkErrors = { reply: /^RPRT (?<number>-?\d+)/gy } // which alone would find no groups
    const flagged = instrument(rig.members, { checkErrors }).on(connect(await peer('rig')))
    await flagged.frequency.set(14_250_000)
    await failure(flagged.frequency.set(-1), { code: 'SOCKIO_INSTRUMENT', says: ['-1'] })
    await failure(flagged.frequency.set(-1), { code: 'SOCKIO_INSTRUMENT', says: ['-1'] })
  },
})
