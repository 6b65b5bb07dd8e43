/** Drivers in calls that block: procedures run in the caller's thread, in one go. */
import { startPeer, stopPeers } from '@sockio/conformance'
import { instrument, number, property, scpi, wait } from '@sockio/instrument'
import { afterAll, expect, it } from 'vitest'
import { ClosedError, InstrumentError, socketForUrl, TCP, TimeoutError } from '../src/index.ts'

const supply = instrument(
  { ...scpi, voltage: property('VOLT', number({ max: 30, unit: 'V' })) },
  { checkErrors: true, link: { timeout: 60_000 } },
).extend((psu) => ({
  *sweep(volts: readonly number[]) {
    const read: number[] = []
    try {
      for (const each of volts) {
        yield* psu.voltage.set(each)
        yield* wait(1)
        read.push(yield* psu.voltage.get())
      }
      return read
    } finally {
      yield* psu.voltage.set(0)
    }
  },
  *rest(ms: number) {
    try {
      yield* wait(ms)
    } finally {
      yield* psu.voltage.set(7)
    }
  },
}))

afterAll(stopPeers)

it('values again and again: the loop blocks, and the first error ends it', async () => {
  await using device = await startPeer('supply')
  using sock = new TCP(device.host, device.port, { timeout: 60_000 })
  const psu = supply.on(sock)
  psu.voltage.set(5)
  expect(psu.voltage.poll(1).take(3).toArray()).toEqual([5, 5, 5])
  expect(sock.transaction((session) => supply.on(session).voltage.poll(1).take(2).toArray())).toEqual([5, 5])
  expect(() => psu.voltage.poll(0)).toThrow(RangeError)
  const volts = psu.voltage.poll(1)
  expect(volts.next().value).toBe(5)
  sock[Symbol.dispose]()
  expect(() => volts.next()).toThrow(ClosedError)
  expect(volts.next()).toEqual({ value: undefined, done: true })
})

it('values, complaints and procedures', async () => {
  await using device = await startPeer('supply')
  using sock = new TCP(device.host, device.port, { timeout: 60_000 })
  const psu = supply.on(sock)
  psu.voltage.set(5)
  expect(psu.voltage.get()).toBe(5)
  expect(psu.sweep([1, 2, 3])).toEqual([1, 2, 3])
  expect(psu.voltage.get()).toBe(0)
  expect(() => psu.voltage.set(31)).toThrow(new RangeError('voltage: expected a number of at most 30 V, got 31'))
  expect(() => psu.voltage.set(25)).toThrow(InstrumentError)
  expect(() => psu.sweep([1, 25])).toThrow(InstrumentError)
  expect(psu.voltage.get()).toBe(0)
})

it('in a transaction, in the hook, and with a socket of its own', async () => {
  await using device = await startPeer('supply')
  const read: number[] = []
  using sock = new TCP(device.host, device.port, {
    onConnectionMade: (session) => {
      supply.on(session).voltage.set(3)
    },
  })
  sock.transaction((session) => {
    const psu = supply.on(session)
    read.push(psu.voltage.get(), ...psu.sweep([4, 5]))
  })
  expect(read).toEqual([3, 4, 5])
  using psu = supply.open(socketForUrl, `tcp://${device.host}:${device.port}`)
  expect(psu.identity.get().model).toBe('SUPPLY')
})

it('a timeout ends a wait, and the finally runs', async () => {
  await using device = await startPeer('supply')
  using sock = new TCP(device.host, device.port)
  expect(() => supply.on(sock, { timeout: 50 }).rest(3_600_000)).toThrow(TimeoutError)
  expect(supply.on(sock).voltage.get()).toBe(7)
})

it('a future of a procedure is cancelled, and its finally runs', async () => {
  await using device = await startPeer('supply')
  await using sock = new TCP(device.host, device.port, { resolveFutures: false })
  const psu = supply.on(sock)
  await psu.voltage.set(1)
  const resting = psu.rest(3_600_000)
  await psu.identity.get({ timeout: 1 }).then(undefined, () => undefined) // it is under way, and has the instrument
  expect(resting.cancel()).toBe(true)
  await expect(resting).rejects.toThrow('cancelled')
  expect(await psu.voltage.get()).toBe(7)
})
