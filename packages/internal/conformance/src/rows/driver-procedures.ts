/** Procedures of drivers: steps that belong together, how they end early, and what is done then all the same. */
import assert from 'node:assert/strict'
import { action, instrument, number, property, reading, wait } from '@sockio/instrument'
import { type CallError, failure, rejection } from '../failure.ts'
import { table } from '../row.ts'
import { supply } from '../supply-driver.ts'
import { until } from '../until.ts'

const cleaning = instrument({
  output: property('OUTP', number()),
  slow: reading('SLOW?', number()),
  other: reading('OTHER?', number()),
}).extend((device) => ({
  *measure() {
    try {
      return yield* device.slow.get()
    } finally {
      yield* device.output.set(0)
    }
  },
  *mistake() {
    try {
      return yield* device.other.get()
    } catch {
      throw new Error('a mistake')
    }
  },
}))

export const procedureRows = table('drivers', {
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

  'a procedure whose connection is lost between its steps tells that, and that something was sent': async ({
    peer,
    connect,
  }) => {
    let told = false
    const pausing = instrument({ one: reading('ONE?', number()), other: reading('OTHER?', number()) }).extend((it) => ({
      *measure() {
        yield* it.one.get()
        told = true
        while (told) yield* wait(5)
        return yield* it.other.get()
      },
    }))
    const device = await peer({ replies: { 'ONE?': '1', 'OTHER?': '2' } })
    const sock = connect(device)
    const measuring = rejection(pausing.on(sock).measure())
    await until('the first step is done', () => told)
    await device.disconnect('end')
    await until('that is known', () => !sock.connected)
    told = false
    const error = (await measuring) as CallError
    assert.deepEqual([error.code, error.sent], ['SOCKIO_CONNECTION_LOST', 'yes'], String(error))
    assert(error.message.startsWith('measure of a driver'), error.message)
  },

  'a procedure whose connection is lost in a step tells that, though a step of its finally finds none': async ({
    peer,
    connect,
  }) => {
    const device = await peer({ replies: { 'OUTP 0': [] } })
    const sock = connect(device)
    const psu = cleaning.on(sock)
    const measuring = rejection(psu.measure())
    await device.received('SLOW?')
    await device.disconnect('reset')
    const error = (await measuring) as CallError
    assert.equal(error.code, 'SOCKIO_CONNECTION_LOST', String(error))
    assert.deepEqual([error.sent, String(error.request)], ['yes', 'SLOW?\n'])
    const late = (await rejection(cleaning.on(connect(device, { timeout: 100 })).measure())) as CallError
    assert.equal(late.code, 'SOCKIO_TIMEOUT', String(late))
    assert(late.message.includes('SLOW?'), late.message)
    const mistaken = rejection(psu.mistake())
    await device.received('OTHER?')
    await device.disconnect('reset')
    assert.equal(((await mistaken) as Error).message, 'a mistake')
  },

  'a transaction whose connection is lost in a call: those after it have that for their cause': async ({
    peer,
    connect,
  }) => {
    const device = await peer('silent')
    const sock = connect(device)
    const asking = rejection(
      sock.transaction(async (session) => {
        try {
          await session.query('Q1')
        } finally {
          await session.command('OFF')
        }
      }),
    )
    await device.received('Q1')
    await device.disconnect('reset')
    const error = (await asking) as CallError
    assert.equal(error.code, 'SOCKIO_NOT_CONNECTED', String(error))
    assert.equal(error.message.split('is not connected').length, 2, error.message)
    const { code, sent } = error.cause as CallError
    assert.deepEqual([code, sent], ['SOCKIO_CONNECTION_LOST', 'yes'])
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

  'what settles by polling is told, though another program reads the event status': async ({ peer, connect }) => {
    const device = await peer({ name: 'supply', travel: 120 })
    const other = connect(device)
    let arrived = false
    const travel = async () => {
      try {
        await supply.on(connect(device, { timeout: 60_000 })).travel(1, 2)
      } finally {
        arrived = true
      }
    }
    const read = async () => {
      while (!arrived) await other.query('*ESR?') // and clears it
    }
    await Promise.all([travel(), read()])
  },
})
