/** Section 2.5: the `AsyncLocalStorage` that functions of users run in: that of who gave them, whoever's turn it is. */
import assert from 'node:assert/strict'
import { AsyncLocalStorage } from 'node:async_hooks'
import { tracingChannel } from 'node:diagnostics_channel'
import type { Decoder } from '@sockio/core'
import { action, instrument, reading, wait } from '@sockio/instrument'
import { faults } from '@sockio/sim'
import { failure } from '../failure.ts'
import { collectGarbage } from '../garbage.ts'
import { table } from '../row.ts'
import { supply } from '../supply-driver.ts'
import { until } from '../until.ts'
import { valuesOf } from '../values.ts'

const caller = new AsyncLocalStorage<string>()

/** Gives the context that it decodes in. */
const whose: Decoder<unknown> & { encode(value: unknown): string } = {
  decode: () => caller.getStore() ?? 'nobody',
  encode: String,
  describe: () => ({ kind: 'context' }),
}

/** A store that nobody holds after `run` has, and how to tell that nobody does. */
async function borrowed(run: () => Promise<unknown>): Promise<WeakRef<object>> {
  const storage = new AsyncLocalStorage<object>()
  const store = { heavy: new Array(1000).fill('x') }
  await storage.run(store, run)
  return new WeakRef(store)
}

export const contextRows = table('2.5 async context', {
  'a transaction runs in the context of its caller': async ({ peer, connect }) => {
    const sock = connect(await peer('numbered'))
    const seen: unknown[] = []
    const transaction = (name: string) =>
      caller.run(name, () =>
        sock.transaction(async (session) => {
          seen.push(caller.getStore())
          await session.query('Q1')
          seen.push(caller.getStore())
        }),
      )
    await Promise.all([
      caller.run('opener', () => sock.query('Q0')),
      transaction('first'),
      transaction('second'),
      caller.run('last', () => sock.query('Q9')),
    ])
    assert.deepEqual(seen, ['first', 'first', 'second', 'second'])
  },

  'the hook runs in the context of the construction, whoever connects': async ({ peer, connect }) => {
    const seen: unknown[] = []
    const device = await peer('numbered')
    const sock = caller.run('maker', () =>
      connect(device, {
        onConnectionMade: async (session) => {
          seen.push(caller.getStore())
          await session.query('Q0')
          seen.push(caller.getStore())
        },
      }),
    )
    await caller.run('first', () => sock.query('Q1'))
    await device.disconnect('end')
    await until('it is gone', () => sock.state === 'idle')
    await caller.run('second', () => sock.query('Q2'))
    assert.deepEqual(seen, ['maker', 'maker', 'maker', 'maker'])
  },

  'notifications are told in the context of the construction': async ({ peer, connect }) => {
    const seen = new Set<unknown>()
    const note = () => void seen.add(caller.getStore())
    const device = await peer('numbered')
    let lost = 0
    const sock = caller.run('maker', () =>
      connect(device, {
        onConnectionLost: () => {
          lost++
          note()
        },
        onEofReceived: note,
        onStateChange: note,
        onStray: note,
        onWire: note,
        onRetry: note,
      }),
    )
    await caller.run('first', () => sock.query('Q1'))
    await device.disconnect('end')
    await until('it is lost', () => lost === 1)
    await caller.run('second', () => sock.query('Q2', { timeout: 10_000 }))
    await caller.run('third', () => sock.close())
    await until('it is closed', () => lost === 2)
    assert.deepEqual([...seen], ['maker'])
  },

  'a reconnect function decides in the context of the construction': async ({ peer, connect }) => {
    const seen: unknown[] = []
    const device = await peer('numbered', { faults: faults.refuse() })
    const reconnect = (attempt: number) => {
      seen.push(caller.getStore())
      return attempt < 2 && 1
    }
    const sock = caller.run('maker', () => connect(device, { reconnect }))
    await caller.run('first', () => failure(sock.query('Q1'), { code: 'SOCKIO_CONNECT' }))
    await caller.run('second', () => failure(sock.query('Q1'), { code: 'SOCKIO_CONNECT' }))
    assert.deepEqual(seen, ['maker', 'maker', 'maker', 'maker'])
  },

  'a match function is asked in the context of its stream': async ({ peer, connect }) => {
    const seen: unknown[] = []
    const match = (line: Buffer) => {
      seen.push(caller.getStore())
      return line[0] === 0x21
    }
    const sock = connect(await peer('numbered'))
    const lines = caller.run('streamer', () => sock.lines({ match }))
    const first = caller.run('streamer', () => lines.next())
    assert.equal(await caller.run('asker', () => sock.query('Q1')), 'A1')
    await lines.return()
    await first
    assert.deepEqual(seen, ['streamer'])
  },

  'a decoder is asked in the context of its caller': async ({ peer, connect }) => {
    const values = valuesOf(connect(await peer('numbered')))
    const seen = await Promise.all(
      ['first', 'second', 'third'].map((name) => caller.run(name, () => values.query('Q1', { as: whose }))),
    )
    assert.deepEqual(seen, ['first', 'second', 'third'])
  },

  'a decoder of a driver is asked in the context of its caller': async ({ peer, connect }) => {
    const replies = { 'Q?': '1', 'S?': '1', 'SYST:ERR?': '0,"No error"' }
    const driver = instrument(
      { value: reading('Q?', whose), ask: action('S?', { answer: whose }) },
      { checkErrors: true },
    )
    const meter = driver.on(connect(await peer({ replies })))
    const seen = await Promise.all([
      caller.run('first', () => meter.value.get()),
      caller.run('second', () => meter.value.get()),
      caller.run('third', () => meter.ask()),
      caller.run('fourth', () => meter.ask()),
    ])
    assert.deepEqual(seen, ['first', 'second', 'third', 'fourth'])
  },

  'a procedure of a driver runs in the context of its caller, whatever it does': async ({ peer, connect }) => {
    const seen: unknown[] = []
    const note = () => void seen.push(caller.getStore())
    const walking = supply.extend((psu) => ({
      *walk() {
        note()
        yield* psu.voltage.set(1)
        note()
        yield* wait(1)
        note()
        yield* psu.voltage.set(2)
        note()
        return yield* psu.voltage.get()
      },
    }))
    const psu = walking.on(connect(await peer('supply')))
    await psu.voltage.set(3) // what is set behind it comes to a single exchange
    const walk = (name: string) => caller.run(name, () => psu.walk())
    assert.deepEqual(await Promise.all([walk('first'), walk('second')]), [2, 2])
    assert.deepEqual(seen, [...Array(4).fill('first'), ...Array(4).fill('second')])
  },

  'an exchange of a driver is traced in the context of its caller': async ({ peer, connect }) => {
    const device = await peer('supply')
    const psu = supply.on(connect(device))
    await psu.voltage.set(1) // what is set behind it comes to a single exchange
    const seen: unknown[] = []
    const { start } = tracingChannel<object, { readonly address: { readonly port: number } }>('sockio:exchange')
    const started = (message: unknown) => {
      const { address } = message as { readonly address: { readonly port: number } }
      if (address.port === device.port) seen.push(caller.getStore())
    }
    start.subscribe(started)
    try {
      await Promise.all(['first', 'second', 'third'].map((name) => caller.run(name, () => psu.voltage.set(2))))
      await until('they are traced', () => seen.length === 3)
    } finally {
      start.unsubscribe(started)
    }
    assert.deepEqual(seen, ['first', 'second', 'third'])
  },

  'a connection that is idle holds the context of no caller': async ({ peer, connect }) => {
    const sock = connect(await peer('numbered'))
    const stores = [
      await borrowed(() => sock.query('Q1', { timeout: 600_000 })),
      await borrowed(() => sock.write('W1\n')),
      await borrowed(() => sock.transaction((session) => session.query('Q2'), { timeout: 600_000 })),
    ]
    await until('nobody holds them', () => {
      collectGarbage()
      return stores.every((store) => store.deref() === undefined)
    })
    assert.equal(sock.connected, true)
  },

  'the stores that are bound to sockio:exchange are entered': async ({ peer, connect }) => {
    const device = await peer('numbered')
    const sock = connect(device)
    const storage = new AsyncLocalStorage<object>()
    const { start, asyncStart, asyncEnd } = tracingChannel<object, { readonly address: { readonly port: number } }>(
      'sockio:exchange',
    )
    const span = { name: 'span' }
    const seen: unknown[] = []
    const ended = (message: unknown) => {
      const { address } = message as { readonly address: { readonly port: number } }
      if (address.port === device.port) seen.push(storage.getStore())
    }
    start.bindStore(storage, () => span)
    asyncStart.bindStore(storage, () => span)
    asyncEnd.subscribe(ended)
    try {
      assert.equal(await sock.query('Q1'), 'A1')
      await until('it has ended', () => seen.length > 0)
    } finally {
      start.unbindStore(storage)
      asyncStart.unbindStore(storage)
      asyncEnd.unsubscribe(ended)
    }
    assert.deepEqual(seen, [span])
  },
})
